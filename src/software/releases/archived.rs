//! Software that nobody works on any more, and images that nobody builds any more.
//!
//! Made of `data/releases/archived.yaml`: edit that, not this.

use super::{Archived, day};

#[rustfmt::skip]
pub(super) static ARCHIVED: &[Archived] = &[
    Archived { product: "Bitnami's legacy image", source: "https://github.com/bitnami/containers/issues/83267", read: day(2026, 11, 1), images: &["bitnamilegacy/*"], since: day(2025, 8, 28), instead: Some("the image of the software itself") },
    Archived { product: "bitwarden_rs", source: "https://github.com/dani-garcia/vaultwarden/discussions/1642", read: day(2026, 11, 1), images: &["bitwardenrs/server"], since: day(2021, 4, 27), instead: Some("vaultwarden/server") },
    Archived { product: "cAdvisor from Docker Hub", source: "https://github.com/google/cadvisor/issues/2349", read: day(2026, 11, 1), images: &["google/cadvisor"], since: day(2019, 12, 4), instead: Some("ghcr.io/google/cadvisor") },
    Archived { product: "CouchPotato", source: "https://github.com/linuxserver/docker-couchpotato", read: day(2026, 11, 1), images: &["couchpotato"], since: day(2022, 3, 1), instead: Some("Radarr") },
    Archived { product: "Docker's OpenJDK image", source: "https://github.com/docker-library/openjdk/issues/505", read: day(2026, 11, 1), images: &["library/openjdk", "library/java"], since: day(2022, 7, 31), instead: Some("eclipse-temurin") },
    Archived { product: "File Browser", source: "https://hacdias.com/2026/07/28/filebrowser/", read: day(2026, 11, 1), images: &["filebrowser/filebrowser"], since: day(2026, 9, 1), ..Archived::UNKNOWN },
    Archived { product: "Flux 1", source: "https://github.com/fluxcd/flux", read: day(2026, 11, 1), images: &["fluxcd/flux", "fluxcd/helm-operator"], since: day(2022, 11, 1), instead: Some("Flux 2") },
    Archived { product: "Grafana Agent", source: "https://grafana.com/docs/agent/latest/", read: day(2026, 11, 1), images: &["grafana/agent", "grafana/agent-operator"], since: day(2025, 11, 1), instead: Some("Grafana Alloy") },
    Archived { product: "Headphones", source: "https://github.com/linuxserver/docker-headphones", read: day(2026, 11, 1), images: &["linuxserver/headphones"], since: day(2023, 11, 12), instead: Some("Lidarr") },
    Archived { product: "Helm 2 Tiller", source: "https://helm.sh/blog/helm-v2-deprecation-timeline/", read: day(2026, 11, 1), images: &["tiller"], since: day(2020, 11, 13), instead: Some("Helm 3 or newer, which has no server") },
    Archived { product: "Ingress NGINX controller", source: "https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/", read: day(2026, 11, 1), images: &["ingress-nginx/controller", "nginx-ingress-controller"], since: day(2026, 3, 31), instead: Some("a controller for the Gateway API") },
    Archived { product: "Kubernetes Dashboard", source: "https://github.com/kubernetes/website/issues/54042", read: day(2026, 11, 1), images: &["kubernetesui/*"], since: day(2026, 1, 16), instead: Some("Headlamp") },
    Archived { product: "LinuxServer.io's letsencrypt image", source: "https://info.linuxserver.io/issues/2020-08-21-introducing-swag/", read: day(2026, 11, 1), images: &["linuxserver/letsencrypt"], since: day(2020, 8, 21), instead: Some("linuxserver/swag") },
    Archived { product: "LinuxServer.io's openvpn-as image", source: "https://github.com/linuxserver/docker-openvpn-as", read: day(2026, 11, 1), images: &["linuxserver/openvpn-as"], since: day(2021, 6, 15), instead: Some("linuxserver/wireguard") },
    Archived { product: "LinuxServer.io's unifi-controller image", source: "https://info.linuxserver.io/issues/2023-09-06-unifi-controller", read: day(2026, 11, 1), images: &["linuxserver/unifi-controller"], since: day(2024, 1, 1), instead: Some("linuxserver/unifi-network-application") },
    Archived { product: "MinIO community edition", source: "https://github.com/minio/minio", read: day(2026, 11, 1), images: &["minio/minio"], since: day(2026, 4, 25), instead: Some("another object store, such as Garage or SeaweedFS") },
    Archived { product: "NZBHydra", source: "https://github.com/linuxserver/docker-hydra", read: day(2026, 11, 1), images: &["linuxserver/hydra"], since: day(2021, 1, 13), instead: Some("NZBHydra 2") },
    Archived { product: "Overseerr or Jellyseerr", source: "https://docs.seerr.dev/blog/seerr-release", read: day(2026, 11, 1), images: &["overseerr", "jellyseerr"], since: day(2026, 2, 16), instead: Some("Seerr") },
    Archived { product: "paperless-ng", source: "https://github.com/jonaswinkler/paperless-ng", read: day(2026, 11, 1), images: &["paperless-ng"], since: day(2021, 8, 22), instead: Some("paperless-ngx") },
    Archived { product: "Portainer 1", source: "https://hub.docker.com/r/portainer/portainer", read: day(2026, 11, 1), images: &["portainer/portainer"], since: day(2020, 9, 29), instead: Some("portainer/portainer-ce") },
    Archived { product: "Promtail", source: "https://grafana.com/docs/loki/latest/send-data/promtail/", read: day(2026, 11, 1), images: &["promtail"], since: day(2026, 3, 2), instead: Some("Grafana Alloy") },
    Archived { product: "Readarr", source: "https://github.com/Readarr/Readarr", read: day(2026, 11, 1), images: &["readarr"], since: day(2025, 6, 27), ..Archived::UNKNOWN },
    Archived { product: "Watchtower", source: "https://github.com/containrrr/watchtower", read: day(2026, 11, 1), images: &["containrrr/watchtower", "v2tec/watchtower"], since: day(2025, 12, 17), instead: Some("an updater that is maintained, or updates by hand") },
    Archived { product: "Weave Net", source: "https://github.com/weaveworks/weave", read: day(2026, 11, 1), images: &["weave-kube", "weave-npc"], since: day(2024, 6, 20), instead: Some("Cilium, Calico or Flannel") },
];
