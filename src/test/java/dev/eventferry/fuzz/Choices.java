package dev.eventferry.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Makes choices of a fuzzer's bytes, front to back. When they are used up every choice is the first one, so that an
 * input is never too short and what is built of it ends.
 */
final class Choices {

    private final byte[] bytes;
    private int at;

    Choices(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A number from 0, below that bound of at most 65,536. */
    int below(int bound) {
        int number = bound <= 256 ? next() : next() << 8 | next();
        return number % bound;
    }

    /** True now and then; never when the bytes are used up. */
    boolean oneIn(int times) {
        return below(times) == times - 1;
    }

    <T> T of(List<T> all) {
        return all.get(below(all.size()));
    }

    /** A text of the fuzzer's own: UTF-8, or any chars, halves of surrogate pairs too. */
    String text(int longest) {
        int length = below(longest + 1);
        if (oneIn(2)) {
            byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + length));
            at += part.length;
            return new String(part, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length && at < bytes.length; i++) {
            text.append((char) below(0x10000));
        }
        return text.toString();
    }

    /** All that is left. */
    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, Math.min(at, bytes.length), bytes.length);
        at = bytes.length;
        return rest;
    }

    private int next() {
        return at < bytes.length ? bytes[at++] & 0xff : 0;
    }
}
