//! Games.

use super::super::product::{Product, Trust, image, package};
use super::super::role::Role;
use crate::lab::State;

#[rustfmt::skip]
pub(super) static PRODUCTS: &[Product] = &[
    image(Role::GameServer, "7 Days to Die server", "https://7daystodie.com").named("7dtd 7-days-to-die").images("7dtd-server 7daystodie-server").keeps(State::Files),
    package(Role::GameServer, "AMP (CubeCoders)", "https://cubecoders.com/AMP").named("cubecoders cubecoders-amp").images("amp-dockerized ampbase").keeps(State::Files),
    image(Role::GameServer, "ArchiSteamFarm", "https://github.com/JustArchiNET/ArchiSteamFarm").named("archisteamfarm").images("archisteamfarm").keeps(State::Files),
    image(Role::GameServer, "ARK server", "https://playark.com").named("ark-server ark-survival ark-sa").images("ark-server ark-survival-evolved asa_server ark-ascended-server").keeps(State::Files),
    image(Role::GameServer, "Counter-Strike servers", "https://github.com/joedwards32/CS2").named("cs2 csgo cs2-server counter-strike").images("joedwards32/cs2 csgo cs2-dedicated-server").keeps(State::Files).excused("host-network").size(2, 2048, 0),
    image(Role::GameServer, "Crafty Controller", "https://craftycontrol.com").named("crafty crafty-controller").images("crafty-4 crafty-controller/crafty").keeps(State::Files),
    image(Role::GameServer, "EmulatorJS", "https://emulatorjs.org").named("emulatorjs").images("emulatorjs").keeps(State::Files),
    image(Role::GameServer, "Enshrouded server", "https://github.com/jsknnr/enshrouded-server").named("enshrouded").images("enshrouded-dedicated-server enshrouded-server").keeps(State::Files),
    image(Role::GameServer, "Factorio server", "https://github.com/factoriotools/factorio-docker").named("factorio").images("factorio").keeps(State::Files),
    image(Role::GameServer, "GameVault", "https://github.com/Phalcode/gamevault-backend").named("gamevault").images("gamevault-backend").keeps(State::Files),
    image(Role::GameServer, "LinuxGSM", "https://linuxgsm.com").named("linuxgsm lgsm").images("linuxgsm gameservermanagers/gameserver").keeps(State::Files),
    image(Role::GameServer, "Luanti (Minetest) server", "https://www.luanti.org").named("luanti minetest").images("luanti minetest").keeps(State::Files),
    image(Role::GameServer, "Minecraft server", "https://github.com/itzg/docker-minecraft-server").named("minecraft minecraft-server minecraft-bedrock mc-server papermc bedrock-server").images("minecraft-server minecraft-bedrock-server papermc mc-proxy bungeecord").keeps(State::Files),
    image(Role::GameServer, "Palworld server", "https://github.com/thijsvanloef/palworld-server-docker").named("palworld").images("palworld-server-docker palworld-dedicated-server").keeps(State::Files).size(4, 16384, 0),
    image(Role::GameServer, "Pelican Panel", "https://pelican.dev").named("pelican-panel").images("pelican-dev/panel").keeps(State::Files),
    image(Role::GameServer, "Project Zomboid server", "https://projectzomboid.com").named("zomboid project-zomboid pz-server").images("zomboid-dedicated-server projectzomboid-server project-zomboid-dedicated-server").keeps(State::Files),
    package(Role::GameServer, "Pterodactyl / Pelican Wings", "https://github.com/pterodactyl/wings").named("wings pterodactyl-wings pelican-wings").images("pterodactyl/wings pelican-dev/wings").keeps(State::Files).needs("kernel-control").excused("engine-socket").trusted_with(Trust::UntrustedCode).size(2, 4096, 8),
    image(Role::GameServer, "Pterodactyl Panel", "https://pterodactyl.io").named("pterodactyl pterodactyl-panel").images("pterodactyl/panel").keeps(State::Files).size(2, 1024, 4),
    image(Role::GameServer, "RomM", "https://romm.app").named("romm").images("romm").keeps(State::Files).size(2, 4096, 20),
    image(Role::GameServer, "Rust (game) server", "https://rust.facepunch.com").named("rust-server").images("rust-server").keeps(State::Files),
    image(Role::GameServer, "Satisfactory server", "https://github.com/wolveix/satisfactory-server").named("satisfactory").images("satisfactory-server").keeps(State::Files).size(4, 8192, 20),
    image(Role::GameServer, "Steam Headless", "https://github.com/Steam-Headless/docker-steam-headless").named("steam-headless").images("steam-headless").keeps(State::Files).needs("gpu").excused("device host-network privileged NET_ADMIN SYS_ADMIN"),
    image(Role::GameServer, "SteamCMD", "https://github.com/CM2Walki/steamcmd").named("steamcmd").images("steamcmd").keeps(State::Files),
    image(Role::GameServer, "Sunshine", "https://github.com/LizardByte/Sunshine").named("sunshine").images("sunshine").keeps(State::Files).needs("desktop gpu").excused("device host-network"),
    image(Role::GameServer, "Terraria server", "https://terraria.org").named("terraria tshock tmodloader").images("terraria tshock tmodloader").keeps(State::Files),
    image(Role::GameServer, "V Rising server", "https://github.com/TrueOsiris/docker-vrising").named("v-rising").images("vrising").keeps(State::Files),
    image(Role::GameServer, "Valheim server", "https://github.com/lloesche/valheim-server-docker").named("valheim").images("valheim-server valheim").keeps(State::Files),
    image(Role::GameServer, "Wolf (Games on Whales)", "https://games-on-whales.github.io").named("games-on-whales gow-wolf").images("games-on-whales/wolf").keeps(State::Files).needs("gpu").excused("device engine-socket host-network"),
];
