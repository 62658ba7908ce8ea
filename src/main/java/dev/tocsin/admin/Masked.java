package dev.tocsin.admin;

import dev.tocsin.platform.Setting;
import java.util.regex.Pattern;

/** Values of the configuration as they may be shown: without what is secret, rather with too little than with too much. */
final class Masked {

    static final String HIDDEN = "***";

    private static final String SECRET = "PASS(WORD|WD|PHRASE)?|PWD|SECRET|TOKEN|CREDENTIAL|KEY";
    private static final Pattern NAMES = Pattern.compile(SECRET);

    /** Up to the last @: a password may have one in it, and a slash. */
    private static final Pattern LOGIN = Pattern.compile("//[^\\s]*@");

    /** Of an address, or of PostgreSQL: {@code ?password=…&}. */
    private static final Pattern QUERY_OPTION = option("[?&]", "[^&]*");

    /** Of H2: {@code ;PASSWORD=…;}, where a backslash takes a semicolon in. */
    private static final Pattern H2_OPTION = option(";", "(\\\\.|[^;\\\\])*");

    private Masked() {}

    private static Pattern option(String before, String value) {
        return Pattern.compile(
                "(" + before + "[^=?&;]*(" + SECRET + ")[^=?&;]*=)" + value, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** @param text null for nothing */
    static String value(Setting setting, String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        return NAMES.matcher(setting.name()).find() ? HIDDEN : address(text);
    }

    /** Without the login before a host's name, and without the options that by their names are secret. */
    static String address(String text) {
        String safe = LOGIN.matcher(text).replaceAll("//" + HIDDEN + "@");
        safe = QUERY_OPTION.matcher(safe).replaceAll("$1" + HIDDEN);
        return H2_OPTION.matcher(safe).replaceAll("$1" + HIDDEN);
    }

    /** The same without what a driver adds to it: PostgreSQL's tells all of some ninety options, set or not. */
    static String place(String text) {
        return address(text).replaceFirst("[?].*", "");
    }

    /** What somebody said, without that secret in it. @param secret empty for none */
    static String without(String secret, String said) {
        return secret.isEmpty() ? said : said.replace(secret, HIDDEN);
    }
}
