//! The tables of a Markdown text, each with the headings above it.

use super::cell::Cell;

/// A table as it is written.
#[derive(Debug)]
pub(super) struct Table {
    /// The line of its header, counted from 1.
    pub(super) line: usize,
    /// The headings it stands under, the nearest first.
    pub(super) headings: Vec<String>,
    pub(super) header: Vec<Cell>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// Every table of a text, but those in blocks of code.
pub(super) fn tables(text: &str) -> Vec<Table> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> =
        text.lines().map(|line| line.trim_start_matches(['>', ' ', '\t'])).collect();
    let mut tables = Vec::new();
    let mut headings: Vec<(usize, String)> = Vec::new();
    let mut fence = None;
    let mut at = 0;
    while let Some(&line) = lines.get(at) {
        at += 1;
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark)) {
            fence = match fence {
                Some(open) if open == mark => None,
                Some(open) => Some(open),
                None => Some(mark),
            };
        } else if fence.is_some() {
            // What stands in a block of code is an example.
        } else if let Some((level, heading)) = heading(line) {
            headings.retain(|(above, _)| *above < level);
            headings.push((level, heading));
        } else if let Some(width) = lines.get(at).and_then(|next| delimiter(line, next)) {
            let rows = lines[at + 1..].iter().take_while(|line| line.contains('|'));
            let rows: Vec<Vec<Cell>> = rows.map(|line| fitted(cells(line), width)).collect();
            let headings = headings.iter().rev().map(|(_, heading)| heading.clone()).collect();
            let header = fitted(cells(line), width);
            tables.push(Table { line: at, headings, header, rows });
            at += 1 + tables.last().map_or(0, |table| table.rows.len());
        }
    }
    tables
}

/// A heading with its level; a line that is all bold is the lowest.
fn heading(line: &str) -> Option<(usize, String)> {
    let level = line.len() - line.trim_start_matches('#').len();
    if (1..=6).contains(&level) && line[level..].starts_with(' ') {
        return Some((level, Cell::of(line[level..].trim_end_matches('#')).text));
    }
    let bold = line.trim().trim_end_matches(':').strip_prefix("**")?.strip_suffix("**")?;
    Some((7, Cell::of(bold).text))
}

/// How many columns a table has, if a line is its header and the next one the dashes under it.
fn delimiter(header: &str, dashes: &str) -> Option<usize> {
    let is_dashes = |cell: &str| {
        let cell = cell.trim();
        let inner = cell.strip_prefix(':').unwrap_or(cell);
        let inner = inner.strip_suffix(':').unwrap_or(inner);
        !inner.is_empty() && inner.bytes().all(|byte| byte == b'-')
    };
    let under = split(dashes);
    let fits =
        header.contains('|') && dashes.contains('|') && under.iter().all(|cell| is_dashes(cell));
    fits.then_some(under.len())
}

fn cells(line: &str) -> Vec<Cell> {
    split(line).iter().map(|cell| Cell::of(cell)).collect()
}

/// A row with as many cells as the table has columns; what is too much joins the last one.
fn fitted(mut cells: Vec<Cell>, width: usize) -> Vec<Cell> {
    let width = width.max(1);
    let extra = cells.split_off(width.min(cells.len()));
    if let Some(last) = cells.last_mut() {
        for cell in extra {
            last.text.push_str(&format!(" {}", cell.text));
            last.links.extend(cell.links);
        }
    }
    cells.resize(width, Cell::default());
    cells
}

/// The parts of a line between bars; a bar after a backslash is text.
fn split(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let (mut parts, mut part, mut escaped) = (Vec::new(), String::new(), false);
    for letter in line.chars() {
        match letter {
            '|' if escaped => {
                part.pop();
                part.push('|');
            }
            '|' => parts.push(std::mem::take(&mut part)),
            _ => part.push(letter),
        }
        escaped = letter == '\\' && !escaped;
    }
    if !part.trim().is_empty() || parts.is_empty() {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_stand_under_headings() {
        let text = "# Lab\n\n## pve1\n\nA | B\n:-- | --:\n1 | 2 \\| 3\n| 4 |\n\n```\n|x|\n|-|\n```\n## b\n|c|\n|-|\n";
        let tables = tables(text);
        assert_eq!(tables.len(), 2);
        assert_eq!(tables[0].line, 5);
        assert_eq!(tables[0].headings, ["pve1", "Lab"]);
        assert_eq!(tables[0].rows[0][1].text, "2 | 3");
        assert_eq!(tables[0].rows[1][1].text, "");
        assert_eq!(tables[1].headings, ["b", "Lab"]);
        assert!(tables[1].rows.is_empty());
    }
}
