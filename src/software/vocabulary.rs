//! The words that the entry of a product is made of.

use std::fmt;

use crate::lab::{Vocabulary, Word, words};

words! {
    /// How a product comes.
    Form {
        Appliance = "appliance": "as an operating system of its own: a disk image or an installer",
        Base = "base": "as a general operating system, for VMs and containers alike",
        Package = "package": "as packages or an installer for a general operating system",
        Image = "image": "as a container image",
        Both = "both": "as usual in a container as on a machine of its own",
        Agent = "agent": "as something that watches or serves the machine it runs on",
        Cluster = "cluster": "as part of a Kubernetes cluster, and of no use outside one",
    }

    /// A family of kernels. Containers share the kernel of their host, so they need one of its family.
    KernelFamily {
        Linux = "linux": "Linux",
        Windows = "windows": "Windows",
        FreeBsd = "freebsd": "FreeBSD and what is made of it",
        OpenBsd = "openbsd": "OpenBSD",
        NetBsd = "netbsd": "NetBSD",
        Illumos = "illumos": "illumos and Solaris",
        Darwin = "darwin": "macOS",
        Other = "other": "a kernel of its own",
    }

    /// How much depends on whom a product lets in, or on what it runs.
    Trust {
        Plain = "plain": "nothing special",
        Sensitive = "sensitive": "it holds what others must not see",
        UntrustedCode = "untrusted-code": "it runs code that nobody vouches for, or is open to attack on purpose",
    }

    /// What a product asks of its machine.
    Need {
        Desktop = "desktop": "a screen, or a desktop of its own",
        Disks = "disks": "whole disks",
        Gpu = "gpu": "a graphics card",
        KernelControl = "kernel-control": "to set kernel parameters or load programs into the kernel",
        KernelModules = "kernel-modules": "kernel modules that must be loaded",
        Segment = "l2": "to be on the same network segment as those it serves",
        OwnKernel = "own-kernel": "a kernel of its own",
        Systemd = "systemd": "a full init system",
        Usb = "usb": "a USB device",
        WholeSystem = "whole-system": "to manage the operating system it runs on",
        Virtualization = "virt": "to run virtual machines itself",
    }

    /// What a product gives to others.
    Service {
        Automation = "automation": "automation",
        Backup = "backup": "copies of their data",
        Cache = "cache": "a cache",
        ContainerEngine = "container-engine": "a container engine",
        Database = "database": "a database",
        Deployments = "deployments": "what is to run in a cluster, from a repository",
        Dhcp = "dhcp": "addresses",
        Dns = "dns": "names",
        Firewall = "firewall": "a firewall",
        Gateway = "gateway": "a way to other networks",
        Git = "git": "repositories of code",
        HomeAutomation = "home-automation": "home automation",
        Hypervisor = "hypervisor": "virtual machines",
        Identity = "identity": "users and logins",
        Ingress = "ingress": "a way in for requests",
        Inventory = "inventory": "a list of what there is",
        Kubernetes = "kubernetes": "a Kubernetes cluster",
        Logging = "logging": "a place for logs",
        Mail = "mail": "mail",
        Messages = "messages": "messages between programs",
        Monitoring = "monitoring": "alerts and measurements",
        Pki = "pki": "certificates",
        Power = "power": "the state of the power supply",
        Registry = "registry": "images and packages",
        Secrets = "secrets": "secrets",
        Storage = "storage": "disks, shares or objects",
        Telephony = "telephony": "telephone calls",
        Time = "time": "the time",
        Updates = "updates": "new images for the containers beside it",
        Vpn = "vpn": "a private network",
    }

    /// What a product holds that opens other doors.
    Holding {
        Passwords = "passwords": "passwords and other secrets of people and services",
        Identity = "identity": "who may log in, and where",
        Keys = "keys": "private keys: of certificates, tunnels and wallets",
        Backups = "backups": "copies of what other systems keep",
        Management = "management": "power over other systems: an engine, a hypervisor, a network or a fleet",
    }
}
