package dev.eventferry.store;

import java.nio.ByteBuffer;

/** How events stand in a segment: position (8 bytes), length (4 bytes), the event as JSON; one after the other. */
public final class Frames {

    /** Bytes before each event. */
    public static final int HEADER = Long.BYTES + Integer.BYTES;

    private Frames() {}

    /** The bytes that an event takes in a segment. */
    public static int size(byte[] json) {
        return HEADER + json.length;
    }

    static void write(ByteBuffer to, long position, byte[] json) {
        to.putLong(position).putInt(json.length).put(json);
    }

    /** Walks over the events of a segment without copying them. */
    public static Walk walk(byte[] payload) {
        return new Walk(payload);
    }

    /** Stands before the first event until {@link #next} is called. */
    public static final class Walk {

        private final ByteBuffer bytes;
        private final byte[] payload;
        private long position;
        private int offset;
        private int length;

        private Walk(byte[] payload) {
            this.payload = payload;
            this.bytes = ByteBuffer.wrap(payload);
        }

        /** Goes on to the next event; false after the last. */
        public boolean next() {
            if (!bytes.hasRemaining()) {
                return false;
            }
            position = bytes.getLong();
            length = bytes.getInt();
            offset = bytes.position();
            bytes.position(offset + length);
            return true;
        }

        /** The event's row or index at its place. */
        public long position() {
            return position;
        }

        /** Where its JSON begins in the payload. */
        public int offset() {
            return offset;
        }

        /** How long its JSON is. */
        public int length() {
            return length;
        }

        /** A copy of its JSON. */
        public byte[] json() {
            byte[] copy = new byte[length];
            System.arraycopy(payload, offset, copy, 0, length);
            return copy;
        }
    }
}
