//! What was read, whatever its files are in, as one inventory: the way to adopt labctl.

use super::{Comments, inventory};
use crate::finding::Subject;
use crate::lab::Lab;

/// The inventory of a lab that was read from files of any format. What is not known stands in comments.
pub fn found(lab: &Lab) -> String {
    let mut comments = Comments::default();
    for system in lab.systems() {
        let runs_on = system.entry().runs_on.as_stated();
        if let Some(why) = runs_on.why() {
            comments.of.push((Subject::from(system), format!("runs_on is not known: {why}")));
        }
    }
    let parked =
        lab.not_deployed().iter().map(|it| format!("not deployed: {}, {}", it.what, it.why));
    comments.end.extend(parked);
    inventory(lab, &comments)
}
