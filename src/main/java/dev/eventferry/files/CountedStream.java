package dev.eventferry.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that were read of it. */
class CountedStream extends FilterInputStream {

    private long count;

    CountedStream(InputStream in) {
        super(in);
    }

    long count() {
        return count;
    }

    /** Called with the new count after each reading. */
    void counted(long bytes) throws IOException {}

    @Override
    public int read() throws IOException {
        int b = in.read();
        if (b >= 0) {
            counted(++count);
        }
        return b;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = in.read(bytes, from, length);
        if (read > 0) {
            count += read;
            counted(count);
        }
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
