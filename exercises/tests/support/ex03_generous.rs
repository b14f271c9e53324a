//! Ann of exercise 3, when she has much to say.

use std::io::{self, Read, Write};

use testkit::Check;

/// Says as many lines as fit into the buffer, three times.
pub struct Generous<'a> {
    pub check: &'a Check,
    pub reads: usize,
    pub owed: usize,
    pub written: usize,
}

impl Generous<'_> {
    pub fn has_all(&self) {
        if self.written != self.owed {
            let expected = format!("she is answered with {} bytes", self.owed);
            let cause = "ann has said all that she has to say for now: answer each line \
                         that came, however many there are, before you read again.";
            self.check.fail(&expected, &self.written.to_string(), cause);
        }
    }
}

impl Read for Generous<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.has_all();
        self.reads += 1;
        if self.reads > 3 {
            return Ok(0);
        }
        let mut lines = buffer.chunks_exact_mut(2);
        for line in lines.by_ref() {
            line.copy_from_slice(b"\xFF\n");
            self.owed += "! not valid UTF-8\n".len();
        }
        // An empty line, where there is room for one more byte.
        lines.into_remainder().fill(b'\n');
        self.owed += buffer.len() % 2;
        Ok(buffer.len())
    }
}

impl Write for Generous<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.written += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
