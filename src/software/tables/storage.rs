//! Storage for others: file servers, block storage, object storage.

use super::super::product::{Family, Product, agent, appliance, both, image, package};
use super::super::role::Role;
use crate::lab::State;

#[rustfmt::skip]
pub(super) static PRODUCTS: &[Product] = &[
    package(Role::StorageServer, "Amahi", "https://www.amahi.org").named("amahi").os("amahi").keeps(State::Database).needs("systemd").gives("dhcp dns storage"),
    package(Role::StorageServer, "Ceph", "https://docs.ceph.com").named("ceph ceph-osd ceph-mon cephadm ceph-mgr ceph-mds ceph-rgw radosgw").images("ceph ceph/daemon ceph/demo").keeps(State::Blocks).needs("disks kernel-modules").gives("storage").excused("device host-network privileged").votes(),
    package(Role::StorageServer, "DataCore SANsymphony", "https://www.datacore.com").named("datacore sansymphony").kernel(Family::Windows).keeps(State::Blocks).needs("disks own-kernel").gives("storage"),
    appliance(Role::StorageServer, "Dell PowerScale OneFS simulator", "https://www.dell.com/support").named("isilon onefs powerscale").os("onefs isilon powerscale").kernel(Family::FreeBsd).keeps(State::Blocks).needs("disks own-kernel").gives("storage").votes(),
    appliance(Role::StorageServer, "Dell UnityVSA", "https://www.dell.com/support").named("unity-vsa").os("unity-vsa").keeps(State::Blocks).needs("disks own-kernel").gives("storage").size(2, 12288, 0),
    appliance(Role::StorageServer, "EasyNAS", "https://easynas.org").named("easynas").os("easynas").keeps(State::Blocks).needs("disks own-kernel").gives("storage"),
    appliance(Role::StorageServer, "Enterprise Storage OS", "https://www.esos-project.com").named("esos").os("esos").keeps(State::Blocks).needs("disks own-kernel").gives("storage"),
    image(Role::ObjectStorage, "Garage", "https://garagehq.deuxfleurs.fr").named("garagehq garage-s3").images("dxflrs/garage dxflrs/amd64_garage garage-webui").keeps(State::Blocks).gives("storage"),
    package(Role::StorageServer, "GlusterFS", "https://www.gluster.org").named("gluster glusterfs").images("gluster-centos glusterfs").keeps(State::Blocks).needs("disks").gives("storage").excused("privileged").votes(),
    appliance(Role::StorageServer, "HexOS", "https://hexos.com").named("hexos").os("hexos").keeps(State::Blocks).needs("disks own-kernel").gives("storage").size(2, 8192, 16),
    package(Role::StorageServer, "iSCSI targets (LIO targetcli, tgt, SCST)", "https://github.com/open-iscsi/targetcli-fb").named("iscsi iscsi-target targetcli").images("tgt targetd").keeps(State::Blocks).needs("disks kernel-modules").gives("storage"),
    package(Role::StorageServer, "LINSTOR and DRBD", "https://linbit.com/linstor/").named("linstor drbd piraeus").images("piraeus-server piraeus-operator piraeus-csi drbd-reactor").keeps(State::Blocks).needs("disks kernel-modules").gives("storage").excused("host-network privileged").votes(),
    agent(Role::StorageServer, "Longhorn", "https://longhorn.io").named("longhorn").images("longhorn-manager longhorn-engine longhorn-instance-manager longhorn-ui longhorn-share-manager backing-image-manager").keeps(State::Blocks).needs("disks kernel-modules").excused("privileged"),
    image(Role::ObjectStorage, "MinIO", "https://min.io").named("minio").images("minio minio-console minio/console minio/operator").keeps(State::Blocks).gives("storage"),
    appliance(Role::StorageServer, "napp-it on OmniOS or Solaris", "https://www.napp-it.org").named("napp-it").os("napp-it").kernel(Family::Illumos).keeps(State::Blocks).needs("disks own-kernel").gives("storage"),
    appliance(Role::StorageServer, "NetApp ONTAP Select and simulator", "https://docs.netapp.com").named("netapp ontap").os("ontap netapp ontap-select").kernel(Family::FreeBsd).keeps(State::Blocks).needs("disks own-kernel").gives("storage").size(2, 8192, 0),
    appliance(Role::StorageServer, "NexentaStor", "https://nexenta.com").named("nexenta nexentastor").os("nexentastor").kernel(Family::Illumos).keeps(State::Blocks).needs("disks own-kernel").gives("storage"),
    package(Role::StorageServer, "NFS server", "https://docs.kernel.org/admin-guide/nfs/index.html").named("nfs nfs-server nfsd").images("nfs-server nfs-server-alpine").keeps(State::Blocks).needs("kernel-modules").gives("storage").excused("privileged SYS_ADMIN"),
    agent(Role::StorageServer, "OpenEBS", "https://openebs.io").named("openebs").images("provisioner-localpv lvm-driver zfs-driver mayastor-io-engine mayastor-agent-core node-disk-manager").keeps(State::Blocks).needs("disks").excused("privileged"),
    appliance(Role::StorageServer, "Openfiler", "https://www.openfiler.com").named("openfiler").os("openfiler").keeps(State::Blocks).needs("disks own-kernel").gives("storage"),
    package(Role::StorageServer, "openmediavault", "https://www.openmediavault.org").named("omv openmediavault").os("openmediavault omv").keeps(State::Blocks).needs("disks systemd").gives("storage").size(1, 1024, 4),
    package(Role::StorageServer, "Other distributed file systems (MooseFS, BeeGFS, JuiceFS)", "https://moosefs.com").named("moosefs beegfs juicefs lizardfs").images("moosefs-chunkserver moosefs-master juicefs-csi-driver").keeps(State::Blocks).needs("disks").gives("storage"),
    appliance(Role::StorageServer, "PetaSAN", "https://www.petasan.org").named("petasan").os("petasan").keeps(State::Blocks).needs("disks own-kernel").gives("storage").votes(),
    appliance(Role::StorageServer, "QNAP QTS, QuTS hero, QuTScloud", "https://www.qnap.com").named("qnap qutscloud quts-hero").os("qts quts qutscloud qnap").keeps(State::Blocks).needs("disks own-kernel").gives("storage"),
    appliance(Role::StorageServer, "Rockstor", "https://rockstor.com").named("rockstor").os("rockstor").keeps(State::Blocks).needs("disks own-kernel").gives("storage").size(1, 2048, 16),
    image(Role::StorageServer, "Rook", "https://rook.io").named("rook-ceph rook-operator").images("rook/ceph").keeps(State::None).needs("disks").gives("storage").excused("privileged"),
    image(Role::ObjectStorage, "RustFS", "https://rustfs.com").named("rustfs").images("rustfs").keeps(State::Blocks).gives("storage").size(2, 2048, 20),
    image(Role::ObjectStorage, "S3 gateways (VersityGW, S3Proxy, Zenko CloudServer)", "https://github.com/versity/versitygw").named("versitygw s3proxy zenko").images("versitygw s3proxy zenko/cloudserver").keeps(State::Files).gives("storage").size(2, 2048, 8),
    both(Role::StorageServer, "Samba file server", "https://www.samba.org").named("samba smb smbd").images("samba docker-samba").keeps(State::Blocks).gives("storage"),
    image(Role::ObjectStorage, "SeaweedFS", "https://github.com/seaweedfs/seaweedfs").named("seaweedfs").images("seaweedfs seaweedfs-operator seaweedfs-csi-driver").keeps(State::Blocks).gives("storage").votes(),
    appliance(Role::StorageServer, "StarWind Virtual SAN", "https://www.starwindsoftware.com/starwind-virtual-san").named("starwind starwind-vsan").os("starwind starwind-vsan").keeps(State::Blocks).needs("disks own-kernel").gives("storage").size(4, 4096, 0),
    appliance(Role::StorageServer, "Synology DSM and XPEnology", "https://www.synology.com/en-global/dsm").named("dsm synology xpenology diskstation virtual-dsm").os("dsm synology synology-dsm xpenology virtual-dsm").keeps(State::Blocks).needs("disks own-kernel").gives("storage"),
    appliance(Role::StorageServer, "TrueNAS", "https://www.truenas.com/docs/").named("truenas truenas-scale").os("truenas truenas-scale truenas-community truenas-ce").keeps(State::Blocks).needs("disks own-kernel").gives("storage").size(2, 8192, 16),
    appliance(Role::StorageServer, "TrueNAS CORE and FreeNAS", "https://www.truenas.com/docs/").named("freenas truenas-core").os("truenas-core freenas truenas-12 truenas-13").kernel(Family::FreeBsd).keeps(State::Blocks).needs("disks own-kernel").gives("storage").size(2, 8192, 16),
    appliance(Role::StorageServer, "Unraid", "https://docs.unraid.net").named("unraid").os("unraid unraid-os").keeps(State::Blocks).needs("disks own-kernel usb").gives("container-engine hypervisor storage").size(2, 4096, 0),
    appliance(Role::StorageServer, "XigmaNAS", "https://xigmanas.com").named("xigmanas nas4free").os("xigmanas nas4free").kernel(Family::FreeBsd).keeps(State::Blocks).needs("disks own-kernel").gives("storage"),
    appliance(Role::StorageServer, "ZimaOS", "https://github.com/IceWhaleTech/ZimaOS").named("zimaos").os("zimaos").keeps(State::Blocks).needs("disks own-kernel").gives("container-engine storage"),
];
