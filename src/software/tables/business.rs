//! Money and business.

use super::super::product::{Family, Product, Trust, appliance, image, package};
use super::super::role::Role;
use crate::lab::State;

#[rustfmt::skip]
pub(super) static PRODUCTS: &[Product] = &[
    image(Role::Finance, "Actual Budget", "https://actualbudget.org").named("actual-budget actual-server").images("actual-server actualbudget actualbudget/actual").keeps(State::Files).trusted_with(Trust::Sensitive).size(2, 2048, 4),
    image(Role::Finance, "Akaunting", "https://akaunting.com").named("akaunting").images("akaunting").keeps(State::Files).trusted_with(Trust::Sensitive),
    appliance(Role::Finance, "Bitcoin node systems (RaspiBlitz, myNode)", "https://github.com/raspiblitz/raspiblitz").named("raspiblitz mynode").os("raspiblitz mynode").keeps(State::Files).needs("own-kernel").trusted_with(Trust::Sensitive),
    image(Role::Finance, "BTCPay Server", "https://btcpayserver.org").named("btcpay btcpayserver").images("btcpayserver nbxplorer").keeps(State::Files).trusted_with(Trust::Sensitive),
    image(Role::Finance, "Crater", "https://github.com/crater-invoice/crater").named("crater-invoice").images("crater-invoice/crater").keeps(State::Files).trusted_with(Trust::Sensitive),
    package(Role::Business, "DATEV", "https://www.datev.de").named("datev").kernel(Family::Windows).keeps(State::Database).trusted_with(Trust::Sensitive),
    image(Role::Business, "Dolibarr", "https://www.dolibarr.org").named("dolibarr").images("dolibarr").keeps(State::Files).trusted_with(Trust::Sensitive).size(1, 2048, 6),
    image(Role::Business, "ERPNext", "https://github.com/frappe/erpnext").named("erpnext frappe").images("erpnext erpnext-worker erpnext-nginx frappe-worker frappe-socketio").keeps(State::Files).trusted_with(Trust::Sensitive).size(4, 4096, 20),
    image(Role::Business, "EspoCRM", "https://www.espocrm.com").named("espocrm").images("espocrm").keeps(State::Files),
    image(Role::Finance, "ezBookkeeping", "https://github.com/mayswind/ezbookkeeping").named("ezbookkeeping").images("ezbookkeeping").keeps(State::Files).trusted_with(Trust::Sensitive).size(1, 1024, 4),
    image(Role::Finance, "Firefly III", "https://www.firefly-iii.org").named("firefly firefly-iii").images("fireflyiii/core fireflyiii/data-importer firefly-iii-core").keeps(State::Files).trusted_with(Trust::Sensitive).size(1, 1024, 2),
    image(Role::Finance, "Ghostfolio", "https://ghostfol.io").named("ghostfolio").images("ghostfolio").keeps(State::Files).trusted_with(Trust::Sensitive),
    image(Role::Finance, "Invoice Ninja", "https://invoiceninja.com").named("invoice-ninja").images("invoiceninja invoiceninja-debian invoiceninja-octane").keeps(State::Files).trusted_with(Trust::Sensitive).size(2, 2048, 8),
    image(Role::Finance, "InvoiceShelf", "https://invoiceshelf.com").named("invoiceshelf").images("invoiceshelf").keeps(State::Files).trusted_with(Trust::Sensitive).size(2, 1024, 4),
    package(Role::Business, "JTL-Wawi", "https://www.jtl-software.de").named("jtl-wawi jtl").kernel(Family::Windows).keeps(State::Database).trusted_with(Trust::Sensitive),
    image(Role::Finance, "Maybe (finance)", "https://github.com/maybe-finance/maybe").named("maybe-finance").images("maybe-finance/maybe").keeps(State::Files).trusted_with(Trust::Sensitive),
    image(Role::Business, "Odoo", "https://www.odoo.com").named("odoo").images("odoo").keeps(State::Files).trusted_with(Trust::Sensitive).size(2, 2048, 6),
    package(Role::Business, "SAP HANA and NetWeaver", "https://www.sap.com").named("sap sap-hana netweaver").keeps(State::Database).trusted_with(Trust::Sensitive),
    image(Role::Finance, "Spliit", "https://spliit.app").named("spliit").images("spliit").keeps(State::Files).trusted_with(Trust::Sensitive).size(2, 2048, 8),
    image(Role::Business, "SuiteCRM", "https://suitecrm.com").named("suitecrm").images("suitecrm").keeps(State::Files),
    image(Role::Finance, "Sure (fork of Maybe)", "https://github.com/we-promise/sure").named("sure-finance").images("we-promise/sure").keeps(State::Files).trusted_with(Trust::Sensitive).size(2, 2048, 6),
    image(Role::Business, "Twenty", "https://twenty.com").named("twenty-crm").images("twentycrm/twenty twenty-server twenty-front").keeps(State::Files).size(4, 10240, 20),
    image(Role::Finance, "Wallos", "https://github.com/ellite/Wallos").named("wallos").images("wallos").keeps(State::Files).trusted_with(Trust::Sensitive),
];
