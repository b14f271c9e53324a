//! A request in, an answer out: which file is meant, and what kind it is.
//!
//! No socket is touched here, so every odd request can be tested as a string.

use std::fs;
use std::path::{Component, Path, PathBuf};

const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// Where a page asks which edition of the book is being served.
pub const EDITION: &str = "/edition";
/// What lets a page show itself anew after each build. It is added on the way out, so
/// that pages opened as files do not ask for what is not there.
const RELOAD: &[u8] = b"<script>(() => { let first; setInterval(async () => { try {\n\
    const edition = await (await fetch('/edition')).text();\n\
    first ??= edition; if (edition !== first) location.reload();\n\
    } catch { /* The server is gone: the page stays. */ } }, 1000); })();</script>\n";

/// What the browser is sent.
pub struct Response {
    status: &'static str,
    mime: &'static str,
    /// The bytes after the head.
    pub body: Vec<u8>,
}

impl Response {
    /// Answers a request line, such as `GET /index.html HTTP/1.1`, from the files
    /// below `root`, which has to be as `canonicalize` returns it.
    pub fn to(request: &str, root: &Path) -> Response {
        let mut words = request.split(' ');
        let (Some("GET"), Some(target)) = (words.next(), words.next()) else {
            let body = b"this server only knows GET\n".to_vec();
            return Response { status: "405 Method Not Allowed", mime: TEXT, body };
        };
        let file = find(root, target);
        let read = file.and_then(|path| Some((mime(&path), fs::read(path).ok()?)));
        if let Some((mime, mut body)) = read {
            if mime == HTML {
                body.extend(RELOAD);
            }
            return Response { status: "200 OK", mime, body };
        }
        let body = fs::read(root.join("404.html")).unwrap_or_default();
        Response { status: "404 Not Found", mime: HTML, body }
    }

    /// Says which edition is being served.
    pub fn edition(number: u64) -> Response {
        Response { status: "200 OK", mime: TEXT, body: number.to_string().into() }
    }

    /// The lines before the body, the empty one included.
    pub fn head(&self) -> String {
        let (status, mime, length) = (self.status, self.mime, self.body.len());
        // A page that was built anew has to show at once, so nothing is kept.
        format!(
            "HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {length}\r\n\
             Cache-Control: no-store\r\nConnection: close\r\n\r\n"
        )
    }
}

/// The file that a request names, if it lies below `root`.
fn find(root: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    // No `..`, and no second `/` or drive letter at the start: they leave `root`.
    let stays = |part| matches!(part, Component::Normal(_));
    if !Path::new(path).components().all(stays) {
        return None;
    }
    let named = root.join(path);
    let file = if named.is_dir() { named.join("index.html") } else { named };
    // A link may lead out as well, so the real path has the last word.
    file.canonicalize().ok().filter(|real| real.starts_with(root) && real.is_file())
}

/// What kind a file is. A browser ignores a style sheet that is not called one.
fn mime(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => HTML,
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt") => TEXT,
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two pages and a script; beside them a secret that no request may reach.
    fn site() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("secret.txt"), "secret").unwrap();
        let root = folder.path().join("pages");
        fs::create_dir_all(root.join("start")).unwrap();
        fs::write(root.join("index.html"), "<h1>Welcome</h1>").unwrap();
        fs::write(root.join("404.html"), "<h1>Not here</h1>").unwrap();
        fs::write(root.join("start/book.js"), "let page;").unwrap();
        (folder, root.canonicalize().unwrap())
    }

    fn get(root: &Path, target: &str) -> (&'static str, &'static str, Vec<u8>) {
        let response = Response::to(&format!("GET {target} HTTP/1.1"), root);
        (response.status, response.mime, response.body)
    }

    #[test]
    fn a_file_comes_with_its_kind() {
        let (_folder, root) = site();
        let page = ("200 OK", HTML, [b"<h1>Welcome</h1>", RELOAD].concat());
        assert_eq!(get(&root, "/"), page);
        assert_eq!(get(&root, "/index.html?highlight=socket"), page);
        let script = "text/javascript; charset=utf-8";
        assert_eq!(get(&root, "/start/book.js").1, script);
    }

    #[test]
    fn a_page_that_is_not_there_is_404_and_says_so() {
        let (_folder, root) = site();
        let not_here = ("404 Not Found", HTML, b"<h1>Not here</h1>".to_vec());
        for target in ["/nothing.html", "/start/", "/\0", "index.html", ""] {
            assert_eq!(get(&root, target), not_here, "{target:?}");
        }
    }

    #[test]
    fn no_request_leaves_the_folder() {
        let (folder, root) = site();
        let secret = folder.path().join("secret.txt");
        let absolute = format!("/{}", secret.display());
        let up = ["/../secret.txt", "/start/../../secret.txt", "/..\\secret.txt"];
        for target in up.into_iter().chain(["/%2e%2e/secret.txt", &absolute]) {
            assert_eq!(get(&root, target).0, "404 Not Found", "{target:?}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(secret, root.join("link.txt")).unwrap();
            assert_eq!(get(&root, "/link.txt").0, "404 Not Found");
        }
    }

    #[test]
    fn only_get_is_answered() {
        let (_folder, root) = site();
        assert_eq!(
            Response::to("POST / HTTP/1.1", &root).status,
            "405 Method Not Allowed"
        );
    }
}
