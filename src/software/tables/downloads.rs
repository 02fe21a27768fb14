//! What fetches files.

use super::super::product::{Product, image};
use super::super::role::Role;
use crate::lab::State;

#[rustfmt::skip]
pub(super) static PRODUCTS: &[Product] = &[
    image(Role::Downloads, "aria2", "https://aria2.github.io").named("aria2 ariang").images("aria2-pro ariang aria2").keeps(State::Files).size(2, 1024, 8),
    image(Role::Downloads, "autobrr", "https://autobrr.com").named("autobrr").images("autobrr").keeps(State::Files).size(2, 2048, 8),
    image(Role::Downloads, "Bitmagnet", "https://bitmagnet.io").named("bitmagnet").images("bitmagnet").keeps(State::Files).size(2, 1024, 4),
    image(Role::Downloads, "Byparr", "https://github.com/ThePhaseless/Byparr").named("byparr").images("byparr").keeps(State::None).size(2, 2048, 4),
    image(Role::Downloads, "cross-seed", "https://www.cross-seed.org").named("cross-seed").images("cross-seed").keeps(State::Files).size(1, 1024, 2),
    image(Role::Downloads, "Decypharr", "https://github.com/sirrobot01/decypharr").named("decypharr").images("decypharr").keeps(State::Files).size(2, 2048, 8),
    image(Role::Downloads, "Deluge", "https://deluge-torrent.org").named("deluge").images("deluge").keeps(State::Files),
    image(Role::Downloads, "FlareSolverr", "https://github.com/FlareSolverr/FlareSolverr").named("flaresolverr").images("flaresolverr").keeps(State::None).size(2, 2048, 4),
    image(Role::Downloads, "FlexGet", "https://github.com/Flexget/Flexget").named("flexget").images("flexget").keeps(State::Files),
    image(Role::Downloads, "Jackett", "https://github.com/Jackett/Jackett").named("jackett").images("jackett").keeps(State::Files).size(1, 512, 2),
    image(Role::Downloads, "JDownloader 2", "https://jdownloader.org").named("jdownloader jdownloader-2").images("jdownloader-2 jdownloader jdownloader-headless").keeps(State::Files).size(2, 1024, 8),
    image(Role::Downloads, "MeTube", "https://github.com/alexta69/metube").named("metube").images("metube").keeps(State::Files),
    image(Role::Downloads, "NzbDAV", "https://github.com/nzbdav-dev/nzbdav").named("nzbdav").images("nzbdav").keeps(State::Files),
    image(Role::Downloads, "NZBGet", "https://nzbget.com").named("nzbget").images("nzbget").keeps(State::Files).size(2, 2048, 4),
    image(Role::Downloads, "NZBHydra2", "https://github.com/theotherp/nzbhydra2").named("nzbhydra nzbhydra2").images("nzbhydra2").keeps(State::Files),
    image(Role::Downloads, "Prowlarr", "https://prowlarr.com").named("prowlarr").images("prowlarr").keeps(State::Files).database_in("/config").size(2, 1024, 4),
    image(Role::Downloads, "pyLoad", "https://pyload.net").named("pyload pyload-ng").images("pyload-ng pyload").keeps(State::Files).size(2, 2048, 16),
    image(Role::Downloads, "qBittorrent", "https://www.qbittorrent.org").named("qbittorrent qbit qbittorrent-nox").images("qbittorrent qbittorrent-nox").keeps(State::Files),
    image(Role::Downloads, "Real-Debrid Torrent Client", "https://github.com/rogerfar/rdt-client").named("rdt-client").images("rdtclient").keeps(State::Files).size(1, 1024, 4),
    image(Role::Downloads, "rTorrent/ruTorrent", "https://github.com/Novik/ruTorrent").named("rutorrent rtorrent").images("rutorrent rtorrent-rutorrent rtorrent arch-rtorrentvpn").keeps(State::Files),
    image(Role::Downloads, "SABnzbd", "https://sabnzbd.org").named("sabnzbd sab").images("sabnzbd").keeps(State::Files).size(2, 2048, 5),
    image(Role::Downloads, "Shelfmark", "https://github.com/calibrain/shelfmark").named("shelfmark calibre-web-automated-book-downloader").images("shelfmark calibre-web-automated-book-downloader").keeps(State::Files),
    image(Role::Downloads, "slskd", "https://github.com/slskd/slskd").named("slskd soulseek").images("slskd").keeps(State::Files),
    image(Role::Downloads, "Soularr", "https://github.com/mrusse/soularr").named("soularr").images("soularr").keeps(State::Files),
    image(Role::Downloads, "Spotweb", "https://github.com/spotweb/spotweb").named("spotweb").images("spotweb").keeps(State::Files),
    image(Role::Downloads, "Torrent client images with a VPN inside", "https://github.com/haugene/docker-transmission-openvpn").named("qbittorrent-vpn transmission-openvpn deluge-vpn").images("transmission-openvpn arch-qbittorrentvpn arch-delugevpn docker-qbittorrentvpn qbittorrentvpn qbittorrent-wireguard").keeps(State::Files).excused("privileged NET_ADMIN"),
    image(Role::Downloads, "Transmission", "https://transmissionbt.com").named("transmission transmission-daemon").images("transmission").keeps(State::Files).size(2, 2048, 8),
    image(Role::Downloads, "Unpackerr", "https://unpackerr.zip").named("unpackerr").images("unpackerr").keeps(State::None).size(1, 512, 2),
    image(Role::Downloads, "YoutubeDL-Material", "https://github.com/Tzahi12345/YoutubeDL-Material").named("youtubedl-material youtube-dl").images("youtubedl-material").keeps(State::Files),
    image(Role::Downloads, "yt-dlp Web UI", "https://github.com/marcopiovanello/yt-dlp-web-ui").named("yt-dlp-webui yt-dlp").images("yt-dlp-webui yt-dlp").keeps(State::Files).size(2, 1024, 4),
    image(Role::Downloads, "Zurg", "https://github.com/debridmediamanager/zurg-testing").named("zurg").images("zurg-testing").keeps(State::Cache),
];
