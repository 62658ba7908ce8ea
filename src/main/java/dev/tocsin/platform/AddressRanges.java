package dev.tocsin.platform;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/** IP addresses and ranges of them. */
public final class AddressRanges {

    /** Digits and colons alone, so that nothing is ever looked up as a name. */
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private record Range(int length, BigInteger first, int bits) {

        boolean contains(byte[] address) {
            return address.length == length
                    && new BigInteger(1, address)
                            .shiftRight(length * 8 - bits)
                            .equals(first.shiftRight(length * 8 - bits));
        }
    }

    private final List<Range> ranges;

    private AddressRanges(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** @throws IllegalArgumentException if one is neither an address nor a range such as 10.0.0.0/8 */
    public static AddressRanges of(List<String> texts) {
        return new AddressRanges(texts.stream().map(AddressRanges::range).toList());
    }

    /** Whether it is in one of them; a text that is no address is in none. */
    public boolean contains(String address) {
        try {
            byte[] bytes = bytes(address);
            return ranges.stream().anyMatch(range -> range.contains(bytes));
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    private static Range range(String text) {
        String[] parts = text.split("/", -1);
        byte[] address = bytes(parts[0]);
        int bits = parts.length == 1 ? address.length * 8 : Integer.parseInt(parts[1]);
        if (parts.length > 2 || bits < 0 || bits > address.length * 8) {
            throw new IllegalArgumentException(text);
        }
        return new Range(address.length, new BigInteger(1, address), bits);
    }

    /** The bytes of an address. @throws IllegalArgumentException if the text is none */
    public static byte[] bytes(String address) {
        String plain =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        if (!ADDRESS.matcher(plain).matches()) {
            throw new IllegalArgumentException(address);
        }
        try {
            return InetAddress.getByName(plain).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }
}
