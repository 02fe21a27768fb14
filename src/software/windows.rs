//! Releases of Windows Server, as operating systems and images of containers give them.

/// Words that mark an image of Windows.
const IMAGES: &[&str] = &["windowsservercore", "servercore", "nanoserver"];

/// Builds that images have as tags, and the releases they are of.
const BUILDS: &[(&str, u16)] = &[("1607", 2016), ("1809", 2019)];

/// True for an image that runs on Windows only.
pub fn is_windows_image(image: &str) -> bool {
    words(image).any(|word| IMAGES.contains(&word.as_str()) || ltsc(&word).is_some())
}

/// The release of Windows Server that an image is made of.
pub fn windows_of_image(image: &str) -> Option<u16> {
    if !is_windows_image(image) {
        return None;
    }
    words(image).find_map(|word| {
        let build = BUILDS.iter().find(|(build, _)| *build == word);
        ltsc(&word).or(build.map(|(_, release)| *release))
    })
}

/// The release of Windows Server that an operating system is: `windows-server-2022`, `ws2022`.
pub fn windows_of_system(os: &str) -> Option<u16> {
    words(os).find_map(|word| {
        let digits = word.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        digits.parse().ok().filter(|release| (2016..2100).contains(release))
    })
}

fn ltsc(word: &str) -> Option<u16> {
    word.strip_prefix("ltsc")?.parse().ok()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_read_from_tags_and_systems() {
        let image = "mcr.microsoft.com/dotnet/framework/sdk:4.8-windowsservercore-ltsc2025";
        assert_eq!(windows_of_image(image), Some(2025));
        assert_eq!(windows_of_image("mcr.microsoft.com/windows/nanoserver:1809"), Some(2019));
        assert_eq!(windows_of_image("nginx:1.27.1"), None);
        assert_eq!(windows_of_system("windows-server-2022"), Some(2022));
        assert_eq!(windows_of_system("windows-11"), None);
    }
}
