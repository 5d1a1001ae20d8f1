package dev.eventferry.camel;

import dev.eventferry.identity.IpAddresses;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;

/** The addresses of this machine, none of which is a visitor's. */
final class OwnAddresses {

    private OwnAddresses() {}

    /** All of them, canonical; none when the system does not tell, which only a machine with a public one would mind. */
    static Set<String> read() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(address -> IpAddresses.canonical(address.getAddress()))
                    .collect(Collectors.toSet());
        } catch (SocketException e) {
            return Set.of();
        }
    }
}
