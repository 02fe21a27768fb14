//! How far a fault reaches: how many systems it is about, or are taken along when those fail.

use super::Insight;
use super::failure::Cascade;
use crate::finding::Subject;
use crate::lab::Lab;

/// Counts what findings are about, and what would be taken along.
pub struct BlastRadius<'a> {
    lab: &'a Lab,
    insight: &'a Insight,
    cascade: Cascade<'a>,
}

impl<'a> BlastRadius<'a> {
    /// Nothing is counted yet.
    pub fn of(insight: &'a Insight) -> Self {
        let lab = insight.lab();
        Self { lab, insight, cascade: Cascade::of(lab, insight.graph()) }
    }

    /// How many systems some things are, hold, or take along when they fail. In a lab that hangs together too
    /// closely to follow all of it, those that were met.
    pub fn count(&mut self, subjects: &[Subject]) -> usize {
        let mut systems = Vec::new();
        let mut groups = Vec::new();
        for subject in subjects {
            match *subject {
                Subject::Lab => return self.lab.systems().len(),
                Subject::System(id) => systems.push(id.index()),
                Subject::Cluster(id) => {
                    let cluster = self.lab.cluster_at(id);
                    systems.extend(cluster.nodes().map(|node| node.id()));
                    groups.push(self.insight.graph().cluster(cluster));
                }
                Subject::Network(id) => {
                    let network = self.lab.networks().nth(id.index());
                    let members = network.map(|it| self.insight.members().of_network(it));
                    systems.extend(members.into_iter().flatten().map(|(member, _)| member.id()));
                }
                Subject::Storage(id) => {
                    groups.push(self.insight.graph().storage(self.lab.storage_at(id)));
                }
                Subject::Target(_) => {}
            }
        }
        self.cascade.taken_along(&systems, &groups)
    }
}
