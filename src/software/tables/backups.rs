//! What keeps copies.

use super::super::product::{Family, Product, Trust, appliance, both, image, package};
use super::super::role::Role;
use crate::lab::State;

#[rustfmt::skip]
pub(super) static PRODUCTS: &[Product] = &[
    image(Role::Backup, "Backrest", "https://github.com/garethgeorge/backrest").named("backrest").images("backrest").keeps(State::Files).gives("backup").size(1, 512, 8),
    both(Role::Backup, "BackupPC", "https://backuppc.github.io/backuppc/").named("backuppc").images("backuppc").keeps(State::Blocks).gives("backup"),
    both(Role::Backup, "Bacula", "https://www.bacula.org").named("bacula baculum").images("bacula-dir bacula-sd bacula-fd").keeps(State::Blocks).gives("backup"),
    both(Role::Backup, "Bareos", "https://www.bareos.com").named("bareos").images("bareos-director bareos-storage bareos-webui bareos-client").keeps(State::Blocks).gives("backup"),
    image(Role::Backup, "Borg UI", "https://github.com/karanhudia/borg-ui").named("borg-ui").images("borg-ui").keeps(State::Files).gives("backup").size(2, 2048, 10),
    both(Role::Backup, "BorgBackup (server and clients)", "https://www.borgbackup.org").named("borg borgbackup borg-server borgwarehouse").images("borg-server docker-borgserver borgwarehouse borgbackup").keeps(State::Blocks).gives("backup").size(2, 1024, 20),
    image(Role::Backup, "borgmatic", "https://torsion.org/borgmatic/").named("borgmatic").images("borgmatic").keeps(State::Files).gives("backup"),
    package(Role::Backup, "Commvault CommServe", "https://documentation.commvault.com").named("commvault commserve").kernel(Family::Windows).keeps(State::Database).needs("own-kernel").gives("backup").trusted_with(Trust::Sensitive),
    appliance(Role::Backup, "Dell PowerProtect DD Virtual Edition", "https://www.dell.com/support").named("ddve datadomain").os("ddve dd-os").keeps(State::Blocks).needs("disks own-kernel").gives("backup"),
    image(Role::Backup, "docker-volume-backup", "https://github.com/offen/docker-volume-backup").named("docker-volume-backup").images("docker-volume-backup").keeps(State::None).gives("backup").excused("engine-socket"),
    image(Role::Backup, "Duplicacy", "https://duplicacy.com").named("duplicacy").images("duplicacy duplicacy-web").keeps(State::Files).gives("backup"),
    image(Role::Backup, "Duplicati", "https://duplicati.com").named("duplicati").images("duplicati").keeps(State::Files).gives("backup"),
    package(Role::Backup, "Hornetsecurity (Altaro) VM Backup", "https://www.hornetsecurity.com").named("altaro hornetsecurity").kernel(Family::Windows).keeps(State::Blocks).needs("own-kernel").gives("backup").trusted_with(Trust::Sensitive),
    appliance(Role::Backup, "HPE StoreOnce VSA", "https://www.hpe.com").named("storeonce").os("storeonce").keeps(State::Blocks).needs("disks own-kernel").gives("backup"),
    image(Role::Backup, "K8up", "https://k8up.io").named("k8up").images("k8up").keeps(State::None).gives("backup"),
    image(Role::Backup, "Kopia", "https://kopia.io").named("kopia").images("kopia kopia-server").keeps(State::Files).gives("backup"),
    both(Role::Backup, "Minarca", "https://minarca.org").named("minarca").images("minarca-server").keeps(State::Blocks).gives("backup").size(2, 4096, 10),
    appliance(Role::Backup, "NAKIVO Backup & Replication", "https://helpcenter.nakivo.com").named("nakivo").os("nakivo").keeps(State::Blocks).needs("disks own-kernel").gives("backup").trusted_with(Trust::Sensitive).size(2, 4096, 0),
    image(Role::Backup, "Network configuration backup (Oxidized, RANCID, rConfig, Unimus)", "https://github.com/ytti/oxidized").named("oxidized rancid rconfig unimus").images("oxidized rancid rconfig unimus").keeps(State::Files).gives("backup").trusted_with(Trust::Sensitive),
    image(Role::Backup, "Portabase", "https://github.com/Portabase/portabase").named("portabase").images("portabase").keeps(State::Files).gives("backup").size(4, 8192, 15),
    both(Role::Backup, "Proxmox Backup Server", "https://pbs.proxmox.com/docs/").named("pbs proxmox-backup-server").os("proxmox-backup-server pbs").keeps(State::Blocks).needs("disks").gives("backup").trusted_with(Trust::Sensitive).size(2, 2048, 10),
    both(Role::Backup, "restic", "https://restic.net").named("restic").images("restic resticker autorestic").keeps(State::Files).gives("backup"),
    image(Role::Backup, "restic REST server", "https://github.com/restic/rest-server").named("rest-server restic-server").images("rest-server").keeps(State::Blocks).gives("backup"),
    both(Role::Backup, "UrBackup server", "https://www.urbackup.org").named("urbackup urbackupserver").images("urbackup-server urbackup").keeps(State::Blocks).gives("backup").size(1, 1024, 16),
    package(Role::Backup, "Veeam Backup & Replication", "https://helpcenter.veeam.com").named("veeam veeam-br vbr").os("veeam").kernel(Family::Windows).keeps(State::Database).needs("own-kernel").gives("backup").trusted_with(Trust::Sensitive).size(4, 4096, 0),
    appliance(Role::Backup, "Veeam hardened repository and Linux appliance", "https://helpcenter.veeam.com").named("veeam-repo veeam-repository veeam-hardened vhr").os("veeam-appliance veeam-jeos veeam-rocky").keeps(State::Blocks).needs("disks own-kernel").gives("backup").trusted_with(Trust::Sensitive),
    image(Role::Backup, "Velero", "https://velero.io").named("velero").images("velero velero-plugin-for-aws velero-plugin-for-csi").keeps(State::Cache).gives("backup"),
    appliance(Role::Backup, "Vinchin Backup & Recovery", "https://www.vinchin.com").named("vinchin").os("vinchin").keeps(State::Blocks).needs("disks own-kernel").gives("backup").trusted_with(Trust::Sensitive),
    image(Role::Backup, "VolSync", "https://github.com/backube/volsync").named("volsync").images("volsync").keeps(State::None).gives("backup"),
    appliance(Role::Backup, "Zerto", "https://www.zerto.com").named("zerto").os("zerto").keeps(State::Files).needs("own-kernel").gives("backup").trusted_with(Trust::Sensitive),
];
