//! The products: a file a field of use, a line a product.
//!
//! Made of `data/`: edit that, not this.

use super::Product;

mod agents;
mod applications;
mod backups;
mod business;
mod communication;
mod containers;
mod databases;
mod delivery;
mod desktops;
mod downloads;
mod files;
mod games;
mod home;
mod identity;
mod media;
mod models;
mod monitoring;
mod network;
mod network_devices;
mod operating_systems;
mod operations;
mod platforms;
mod proxies;
mod routers;
mod security;
mod storage;
mod web;

/// Every table.
pub(super) static TABLES: &[&[Product]] = &[
    agents::PRODUCTS,
    applications::PRODUCTS,
    backups::PRODUCTS,
    business::PRODUCTS,
    communication::PRODUCTS,
    containers::PRODUCTS,
    databases::PRODUCTS,
    delivery::PRODUCTS,
    desktops::PRODUCTS,
    downloads::PRODUCTS,
    files::PRODUCTS,
    games::PRODUCTS,
    home::PRODUCTS,
    identity::PRODUCTS,
    media::PRODUCTS,
    models::PRODUCTS,
    monitoring::PRODUCTS,
    network::PRODUCTS,
    network_devices::PRODUCTS,
    operating_systems::PRODUCTS,
    operations::PRODUCTS,
    platforms::PRODUCTS,
    proxies::PRODUCTS,
    routers::PRODUCTS,
    security::PRODUCTS,
    storage::PRODUCTS,
    web::PRODUCTS,
];
