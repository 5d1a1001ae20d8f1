package dev.eventferry.identity;

/** Addresses that begin alike, or a single one: {@code 10.0.0.0/8}, {@code 2001:db8::1}. */
public final class IpNetwork {

    private final byte[] address;
    private final int prefix;

    private IpNetwork(byte[] address, int prefix) {
        this.address = address;
        this.prefix = prefix;
    }

    /**
     * Reads an address, or an address and how many of its bits count.
     *
     * @throws IllegalArgumentException with what should stand there
     */
    public static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        byte[] address = IpAddresses.parse(host);
        boolean bare = host.indexOf('[') < 0 && host.indexOf('%') < 0 && host.indexOf(',') < 0;
        if (address == null || !bare || (address.length == 4) != (host.indexOf(':') < 0)) {
            throw new IllegalArgumentException("must be an IP address or a network, like 10.0.0.0/8 or 2001:db8::1");
        }
        int bits = address.length * Byte.SIZE;
        int prefix = slash < 0 ? bits : number(text.substring(slash + 1));
        if (prefix < 1 || prefix > bits) {
            throw new IllegalArgumentException("must have 1 to " + bits + " behind the slash");
        }
        return new IpNetwork(address, prefix);
    }

    /** Whether an address of 4 or 16 bytes is one of them. */
    public boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (address[i] != other[i]) {
                return false;
            }
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0
                || (address[whole] & 0xff) >> (Byte.SIZE - rest) == (other[whole] & 0xff) >> (Byte.SIZE - rest);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public String toString() {
        return IpAddresses.canonical(address) + "/" + prefix;
    }
}
