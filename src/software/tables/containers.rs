//! What manages containers.

use super::super::product::{Product, Trust, agent, appliance, image, package};
use super::super::role::Role;
use crate::lab::State;

#[rustfmt::skip]
pub(super) static PRODUCTS: &[Product] = &[
    image(Role::ContainerManagement, "Arcane", "https://getarcane.app").named("arcane").images("ofkm/arcane getarcaneapp/arcane arcane-headless").keeps(State::Files).excused("engine-socket"),
    image(Role::ContainerManagement, "Argo (CD, Workflows, Rollouts, Events)", "https://argo-cd.readthedocs.io").named("argo-cd argo-workflows").images("argocd argocd-image-updater argocli argoproj/workflow-controller argoexec argo-rollouts argo-events").keeps(State::None),
    image(Role::ContainerManagement, "CapRover", "https://caprover.com").named("caprover").images("caprover").keeps(State::Files).gives("ingress").excused("engine-socket").trusted_with(Trust::UntrustedCode),
    package(Role::ContainerManagement, "CasaOS", "https://github.com/IceWhaleTech/CasaOS").named("casaos").images("dockurr/casa").os("casaos").keeps(State::Files).needs("kernel-control").gives("container-engine").size(2, 2048, 8),
    package(Role::ContainerManagement, "Cloudron", "https://docs.cloudron.io").named("cloudron").os("cloudron").keeps(State::Database).needs("kernel-control systemd").gives("container-engine ingress mail").trusted_with(Trust::Sensitive).size(0, 2048, 20),
    package(Role::ContainerManagement, "Coolify", "https://coolify.io").named("coolify").images("coolify coolify-realtime coolify-helper").keeps(State::Files).excused("engine-socket").trusted_with(Trust::UntrustedCode).size(2, 4096, 30),
    image(Role::ContainerManagement, "Cosmos Cloud", "https://cosmos-cloud.io").named("cosmos-cloud cosmos-server").images("cosmos-server").keeps(State::Files).gives("identity ingress").excused("engine-socket privileged").size(2, 2048, 8),
    image(Role::ContainerManagement, "Cup", "https://github.com/sergi0g/cup").named("cup-updates").images("sergi0g/cup").keeps(State::None).excused("engine-socket"),
    image(Role::ContainerManagement, "Database operators (CloudNativePG, Zalando, Crunchy, MariaDB, Redis, Strimzi, ECK)", "https://cloudnative-pg.io").named("cloudnative-pg cnpg postgres-operator mariadb-operator redis-operator strimzi eck-operator").images("cloudnative-pg postgres-operator mariadb-operator redis-operator strimzi/operator eck-operator percona-postgresql-operator mongodb-kubernetes-operator dragonflydb/operator").keeps(State::None),
    image(Role::ContainerManagement, "Diun", "https://crazymax.dev/diun/").named("diun").images("diun").keeps(State::Files).excused("engine-socket"),
    image(Role::ContainerManagement, "Docker Swarm managers (Swarmpit, Shepherd)", "https://github.com/swarmpit/swarmpit").named("swarmpit swarm-shepherd").images("swarmpit swarmpit/agent shepherd").keeps(State::None).excused("engine-socket"),
    image(Role::ContainerManagement, "Dockge", "https://github.com/louislam/dockge").named("dockge").images("dockge").keeps(State::Files).excused("engine-socket").size(2, 2048, 18),
    image(Role::ContainerManagement, "Dockhand", "https://github.com/Finsys/dockhand").named("dockhand").images("dockhand").keeps(State::Files).excused("engine-socket"),
    image(Role::ContainerManagement, "Dockwatch", "https://github.com/Notifiarr/dockwatch").named("dockwatch").images("dockwatch").keeps(State::Files).excused("engine-socket"),
    package(Role::ContainerManagement, "Dokku", "https://dokku.com").named("dokku").images("dokku").keeps(State::Files).gives("ingress").excused("engine-socket").trusted_with(Trust::UntrustedCode),
    package(Role::ContainerManagement, "Dokploy", "https://dokploy.com").named("dokploy").images("dokploy").keeps(State::Files).excused("engine-socket").trusted_with(Trust::UntrustedCode).size(2, 2048, 10),
    image(Role::ContainerManagement, "Flux", "https://fluxcd.io").named("fluxcd flux-system flux-operator").images("source-controller kustomize-controller helm-controller notification-controller image-automation-controller image-reflector-controller flux-cli flux-operator").keeps(State::None),
    package(Role::ContainerManagement, "FreedomBox", "https://freedombox.org").named("freedombox").os("freedombox").keeps(State::Database).needs("systemd").gives("ingress mail vpn").trusted_with(Trust::Sensitive),
    image(Role::ContainerManagement, "Komodo core", "https://komo.do").named("komodo komodo-core").images("mbecker20/komodo moghtech/komodo komodo-core").keeps(State::Files).size(2, 2048, 10),
    image(Role::ContainerManagement, "Kubernetes dashboards (Dashboard, Headlamp, Kubeview)", "https://headlamp.dev").named("kubernetes-dashboard headlamp kubeview").images("kubernetesui/dashboard dashboard-api dashboard-web dashboard-auth dashboard-metrics-scraper headlamp kubeview").keeps(State::None),
    image(Role::ContainerManagement, "Kubernetes housekeeping (Reloader, Descheduler, KEDA, Reflector, VPA)", "https://github.com/stakater/Reloader").named("stakater-reloader descheduler keda goldilocks").images("stakater/reloader descheduler keda keda-metrics-apiserver kubernetes-reflector vpa-recommender vpa-updater vpa-admission-controller goldilocks").keeps(State::None),
    image(Role::ContainerManagement, "KubeSphere", "https://kubesphere.io").named("kubesphere").keeps(State::Files),
    image(Role::ContainerManagement, "Portainer", "https://www.portainer.io").named("portainer portainer-ce").images("portainer-ce portainer-ee portainer").keeps(State::Files).excused("engine-socket"),
    image(Role::ContainerManagement, "Rancher Manager", "https://ranchermanager.docs.rancher.com").named("rancher rancher-server").images("rancher/rancher").keeps(State::Files).excused("privileged").trusted_with(Trust::Sensitive),
    package(Role::ContainerManagement, "Runtipi host", "https://runtipi.io").named("runtipi tipi").images("runtipi").keeps(State::Files).needs("kernel-control").gives("container-engine ingress").size(2, 2048, 8),
    image(Role::ContainerManagement, "Sablier", "https://github.com/sablierapp/sablier").named("sablier").images("sablier").keeps(State::None).excused("engine-socket"),
    image(Role::ContainerManagement, "Sidero Metal and Omni", "https://omni.siderolabs.com").named("sidero sidero-metal omni-talos").images("siderolabs/omni").keeps(State::Files).trusted_with(Trust::Sensitive),
    appliance(Role::ContainerManagement, "Syncloud", "https://syncloud.org").named("syncloud").os("syncloud").keeps(State::Files).needs("own-kernel").gives("ingress storage"),
    agent(Role::ContainerManagement, "Watchtower", "https://github.com/containrrr/watchtower").named("watchtower").images("watchtower").keeps(State::None).excused("engine-socket"),
    image(Role::ContainerManagement, "What's up Docker", "https://getwud.github.io/wud/").named("wud whats-up-docker").images("wud whats-up-docker").keeps(State::Files).excused("engine-socket"),
    image(Role::ContainerManagement, "Yacht", "https://github.com/SelfhostedPro/Yacht").named("yacht").images("selfhostedpro/yacht").keeps(State::Files).excused("engine-socket"),
    package(Role::ContainerManagement, "YunoHost", "https://yunohost.org").named("yunohost").os("yunohost").keeps(State::Database).needs("systemd").gives("identity ingress mail").trusted_with(Trust::Sensitive).size(2, 2048, 20),
];
