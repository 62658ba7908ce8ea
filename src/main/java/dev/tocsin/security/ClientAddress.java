package dev.tocsin.security;

import dev.tocsin.platform.AddressRanges;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/** Where a request comes from: what the proxies say that are known, and nobody else. */
final class ClientAddress {

    private static final int MOST = 64;

    private ClientAddress() {}

    static String of(HttpServletRequest request, AddressRanges proxies) {
        List<String> forwarded = Collections.list(request.getHeaders("X-Forwarded-For")).stream()
                .flatMap(header -> List.of(header.split(",")).stream())
                .map(String::strip)
                .toList();
        return of(request.getRemoteAddr(), forwarded, proxies);
    }

    /** The last one that is no known proxy: what stands before it, anybody may have written. */
    static String of(String peer, List<String> forwarded, AddressRanges proxies) {
        String address = peer;
        for (int i = forwarded.size() - 1; i >= 0 && proxies.contains(address); i--) {
            if (!isAddress(forwarded.get(i))) {
                return address;
            }
            address = forwarded.get(i);
        }
        return address.length() <= MOST ? address : address.substring(0, MOST);
    }

    private static boolean isAddress(String text) {
        try {
            AddressRanges.bytes(text);
            return true;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    /** What counts as one address when guesses are counted: of IPv6, whoever has one has its whole network of 64 bits. */
    static String network(String address) {
        try {
            byte[] bytes = AddressRanges.bytes(address);
            return bytes.length == 4 ? address : java.util.HexFormat.of().formatHex(bytes, 0, 8);
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
    }
}
