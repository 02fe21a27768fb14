//! What passes requests on.

use super::super::product::{Family, Product, agent, appliance, image};
use super::super::role::Role;
use crate::lab::State;

#[rustfmt::skip]
pub(super) static PRODUCTS: &[Product] = &[
    appliance(Role::LoadBalancer, "A10 Thunder ADC (vThunder)", "https://github.com/GNS3/gns3-registry/blob/master/appliances/a10-vthunder.gns3a").named("vthunder a10-thunder").os("acos vthunder a10").keeps(State::Files).needs("l2 own-kernel").gives("ingress").size(0, 4096, 0),
    image(Role::ReverseProxy, "Apache APISIX", "https://apisix.apache.org").named("apisix").images("apisix apisix-dashboard apisix-ingress-controller").keeps(State::None).gives("ingress"),
    image(Role::ReverseProxy, "API gateways (Tyk, KrakenD, Gravitee)", "https://www.krakend.io").named("tyk krakend gravitee").images("tyk-gateway krakend apim-gateway apim-management-api").keeps(State::None).gives("ingress"),
    appliance(Role::LoadBalancer, "Brocade Virtual ADX", "https://github.com/GNS3/gns3-registry/blob/master/appliances/brocade-vadx.gns3a").named("vadx brocade-vadx").os("vadx brocade-vadx").keeps(State::Files).needs("l2 own-kernel").gives("ingress").size(0, 2048, 0),
    image(Role::ReverseProxy, "BunkerWeb", "https://www.bunkerweb.io").named("bunkerweb").images("bunkerweb bunkerweb-scheduler bunkerweb-autoconf bunkerweb-ui bunkerweb-all-in-one bunkerweb-api").keeps(State::Files).gives("ingress").size(2, 8192, 4),
    image(Role::ReverseProxy, "Caddy", "https://caddyserver.com").named("caddy").images("caddy").keeps(State::Files).gives("ingress").excused("NET_ADMIN"),
    image(Role::ReverseProxy, "Caddy-Docker-Proxy", "https://github.com/lucaslorentz/caddy-docker-proxy").named("caddy-docker-proxy").images("caddy-docker-proxy").keeps(State::Files).gives("ingress").excused("engine-socket"),
    appliance(Role::LoadBalancer, "Citrix NetScaler ADC", "https://docs.netscaler.com").named("netscaler citrix-adc").os("netscaler citrix-adc netscaler-vpx").kernel(Family::FreeBsd).keeps(State::Files).needs("l2 own-kernel").gives("ingress vpn").size(0, 2048, 0),
    image(Role::ReverseProxy, "E2guardian", "https://github.com/e2guardian/e2guardian").named("e2guardian").images("e2guardian").keeps(State::None),
    image(Role::ReverseProxy, "Envoy", "https://www.envoyproxy.io").named("envoy envoy-gateway").images("envoy envoyproxy/gateway").keeps(State::None).gives("ingress"),
    appliance(Role::LoadBalancer, "F5 BIG-IP", "https://github.com/GNS3/gns3-registry/blob/master/appliances/f5-bigip.gns3a").named("big-ip f5-bigip").os("big-ip f5 tmos").keeps(State::Files).needs("l2 own-kernel").gives("ingress").size(0, 4096, 0),
    appliance(Role::LoadBalancer, "Fortinet FortiADC", "https://docs.fortinet.com/product/fortiadc").named("fortiadc").os("fortiadc").keeps(State::Files).needs("own-kernel").gives("ingress").size(0, 2048, 0),
    appliance(Role::ReverseProxy, "Fortinet FortiProxy", "https://docs.fortinet.com/product/fortiproxy").named("fortiproxy").os("fortiproxy").keeps(State::Cache).needs("l2 own-kernel").size(0, 2048, 0),
    appliance(Role::ReverseProxy, "Fortinet FortiWeb", "https://docs.fortinet.com/product/fortiweb").named("fortiweb").os("fortiweb").keeps(State::Files).needs("l2 own-kernel").gives("firewall ingress").size(0, 2048, 0),
    image(Role::ReverseProxy, "Forward proxies (Privoxy, Tinyproxy, 3proxy, Dante)", "https://www.privoxy.org").named("privoxy tinyproxy 3proxy dante-server danted").images("privoxy tinyproxy 3proxy").keeps(State::None),
    image(Role::ReverseProxy, "GoDoxy", "https://github.com/yusing/godoxy").named("godoxy").images("godoxy godoxy-frontend godoxy-agent").keeps(State::Files).gives("ingress").excused("engine-socket host-network"),
    image(Role::LoadBalancer, "HAProxy", "https://www.haproxy.org").named("haproxy").images("haproxy haproxy-alpine haproxy-debian kubernetes-ingress").keeps(State::None).gives("ingress"),
    appliance(Role::LoadBalancer, "HAProxy ALOHA", "https://www.haproxy.com").named("haproxy-aloha").os("aloha haproxy-aloha").keeps(State::Files).needs("own-kernel").gives("ingress"),
    image(Role::ReverseProxy, "Ingress NGINX controller", "https://github.com/kubernetes/ingress-nginx").named("ingress-nginx nginx-ingress").images("ingress-nginx/controller kube-webhook-certgen nginx-ingress").keeps(State::None).gives("ingress"),
    image(Role::ReverseProxy, "Istio", "https://istio.io").named("istio istiod").images("istio/pilot proxyv2 ztunnel istio/install-cni").keeps(State::None).gives("ingress").excused("NET_ADMIN NET_RAW"),
    appliance(Role::LoadBalancer, "Ivanti (Brocade, Pulse) Virtual Traffic Manager", "https://github.com/GNS3/gns3-registry/blob/master/appliances/brocade-vtm.gns3a").named("brocade-vtm").os("vtm").keeps(State::Files).needs("own-kernel").gives("ingress").size(0, 2048, 0),
    agent(Role::LoadBalancer, "keepalived", "https://www.keepalived.org").named("keepalived vrrp").images("keepalived docker-keepalived").keeps(State::None).needs("l2").excused("host-network NET_ADMIN NET_BROADCAST NET_RAW"),
    image(Role::ReverseProxy, "Kong Gateway", "https://konghq.com").named("kong").images("kong kong-gateway").keeps(State::None).gives("ingress"),
    agent(Role::LoadBalancer, "kube-vip", "https://kube-vip.io").named("kube-vip").images("kube-vip kube-vip-cloud-provider kube-vip-iptables").keeps(State::None).needs("l2").excused("host-network NET_ADMIN NET_RAW"),
    image(Role::ReverseProxy, "Linkerd", "https://linkerd.io").named("linkerd").images("linkerd/controller linkerd/proxy linkerd/proxy-init linkerd/policy-controller linkerd/cni-plugin").keeps(State::None).excused("NET_ADMIN NET_RAW"),
    appliance(Role::LoadBalancer, "Loadbalancer.org Enterprise VA", "https://www.loadbalancer.org").named("loadbalancer-org").os("loadbalancer-org").keeps(State::Files).needs("own-kernel").gives("ingress").size(0, 2048, 0),
    agent(Role::LoadBalancer, "MetalLB", "https://metallb.universe.tf").named("metallb").images("metallb/speaker metallb/controller").keeps(State::None).needs("l2").excused("host-network NET_RAW"),
    image(Role::ReverseProxy, "Nginx Proxy Manager", "https://nginxproxymanager.com").named("nginx-proxy-manager npm npmplus").images("nginx-proxy-manager npmplus").keeps(State::Files).gives("ingress"),
    image(Role::ReverseProxy, "Nginx UI", "https://nginxui.com").named("nginx-ui").images("nginx-ui").keeps(State::Files).gives("ingress").excused("engine-socket").size(1, 512, 4),
    image(Role::ReverseProxy, "nginx-proxy and acme-companion", "https://github.com/nginx-proxy/nginx-proxy").named("nginx-proxy acme-companion").images("nginx-proxy acme-companion docker-gen letsencrypt-nginx-proxy-companion").keeps(State::Files).gives("ingress").excused("engine-socket"),
    image(Role::ReverseProxy, "Pangolin", "https://github.com/fosrl/pangolin").named("pangolin gerbil").images("fosrl/pangolin fosrl/gerbil").keeps(State::Files).gives("ingress").excused("NET_ADMIN SYS_MODULE").size(2, 4096, 10),
    appliance(Role::LoadBalancer, "Progress Kemp LoadMaster", "https://kemptechnologies.com").named("loadmaster kemp").os("loadmaster kemp").keeps(State::Files).needs("own-kernel").gives("ingress").size(0, 2048, 0),
    appliance(Role::LoadBalancer, "Radware Alteon VA", "https://www.radware.com").named("alteon radware").os("alteon alteon-va").keeps(State::Files).needs("own-kernel").gives("ingress"),
    appliance(Role::LoadBalancer, "SKUDONET and ZEVENET load balancer", "https://www.skudonet.com").named("skudonet zevenet").os("skudonet zevenet").keeps(State::Files).needs("own-kernel").gives("ingress"),
    image(Role::ReverseProxy, "SWAG", "https://github.com/linuxserver/docker-swag").named("swag").images("swag").keeps(State::Files).gives("ingress").excused("NET_ADMIN"),
    image(Role::ReverseProxy, "Traefik", "https://traefik.io/traefik/").named("traefik").images("traefik").keeps(State::Files).gives("ingress").excused("engine-socket"),
    appliance(Role::LoadBalancer, "VMware Avi Load Balancer controller", "https://www.vmware.com/products/cloud-infrastructure/avi-load-balancer").named("avi-controller nsx-alb").os("avi avi-controller").keeps(State::Files).needs("own-kernel").gives("ingress").votes().size(6, 32768, 0),
    image(Role::ReverseProxy, "Web application firewalls (SafeLine, open-appsec, ModSecurity CRS)", "https://github.com/coreruleset/modsecurity-crs-docker").named("safeline modsecurity open-appsec").images("safeline-tengine safeline-mgt modsecurity-crs").keeps(State::Files).gives("ingress"),
    image(Role::ReverseProxy, "Zoraxy", "https://github.com/tobychui/zoraxy").named("zoraxy").images("zoraxy").keeps(State::Files).gives("ingress").excused("engine-socket").size(2, 2048, 6),
];
