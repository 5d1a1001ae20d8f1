package dev.eventferry.fuzz;

import java.util.Random;

/** Makes inputs to begin with. */
final class Seeds {

    private Seeds() {}

    /** What steers, and what follows. */
    static byte[] join(byte[] head, byte[] rest) {
        byte[] joined = new byte[head.length + rest.length];
        System.arraycopy(head, 0, joined, 0, head.length);
        System.arraycopy(rest, 0, joined, head.length, rest.length);
        return joined;
    }

    /** That many bytes, the same for the same number. */
    static byte[] random(int number, int length) {
        byte[] bytes = new byte[length];
        new Random(number).nextBytes(bytes);
        return bytes;
    }
}
