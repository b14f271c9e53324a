//! Every button of every figure, pressed in a browser that nobody sees.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use trace::check::{path, root};
use trace::figures::{ALL, ON_LINUX};

/// What the browser is called, from one system to the next.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

#[test]
fn every_button_of_every_figure_does_what_it_says() {
    let folder = tempfile::tempdir().expect("a folder for a page");
    let page = folder.path().join("figures.html");
    fs::write(&page, html()).expect("a page can be written");
    for width in ["1200,900", "390,800"] {
        let Some(dom) = BROWSERS.iter().find_map(|b| open(b, width, &page)) else {
            let what = "the figures in a browser";
            return testkit::left_out(what, "none of the browsers we know is there");
        };
        let report = dom.split("<pre class=\"report\">").nth(1);
        let report =
            report.expect("the page says what it found, or its script fails");
        let report = report.split("</pre>").next().unwrap_or_default();
        assert_eq!(report, "pressed", "at {width}");
    }
}

/// The page after all its scripts have run.
fn open(browser: &str, width: &str, page: &Path) -> Option<String> {
    let profile = page.with_file_name("profile");
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("--window-size={width}"))
        .args(["--virtual-time-budget=5000", "--dump-dom"])
        .arg(format!("file://{}", page.display()))
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A page with all figures, in the markup that the book's pages have.
fn html() -> String {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect(path);
    let names = ALL.iter().map(|figure| figure.name).chain(ON_LINUX.iter().copied());
    let names: std::collections::BTreeSet<&str> = names.collect();
    let mut page = format!(
        "<!doctype html><meta name=viewport content='width=device-width'>\
         <style>html{{font-size:62.5%}}body{{margin:0;font-size:1.6rem;--bg:#fff;\
         --fg:#000;--links:#20609f;--mono-font:monospace}}{}</style>",
        read("book/figures/figure.css")
    );
    for name in names {
        let words = read(&format!("book/figures/{name}.md"));
        let trace = fs::read_to_string(root().join(path(name))).expect("a trace");
        let trace = trace.replace('<', "\\u003c");
        write!(
            page,
            "<figure-{name}><details class=\"words\" open><summary>The same in words\
             </summary><p>{words}</p></details><script type=\"application/json\" \
             class=\"trace\">\n{trace}\n</script></figure-{name}>"
        )
        .expect("a string takes everything");
    }
    let scripts = ["book/figures/figure.js", "tools/trace/tests/browser/press.js"];
    for script in scripts {
        write!(page, "<script>{}</script>", read(script)).expect("a string");
    }
    page
}
