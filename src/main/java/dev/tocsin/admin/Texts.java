package dev.tocsin.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.text.MessageFormat;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.Set;

/**
 * The texts of the pages in the language of whoever looks at them: {@code #{t['issues.title']}}. All are in one
 * bundle, {@code dev/tocsin/admin/texts}; a further language is a further file of it.
 */
@RequestScoped
@Named("tocsinTexts")
public class Texts extends AbstractMap<String, String> {

    static final String BUNDLE = "dev.tocsin.admin.texts";

    /** The first is what those get who read none of them. */
    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    @Inject
    private HttpServletRequest request;

    private Locale locale;
    private ResourceBundle bundle;

    /** The language that the page is in. */
    public Locale locale() {
        if (locale == null) {
            locale = wanted();
        }
        return locale;
    }

    private Locale wanted() {
        return Collections.list(request.getLocales()).stream()
                .map(wanted -> Locale.forLanguageTag(wanted.getLanguage()))
                .filter(LANGUAGES::contains)
                .findFirst()
                .orElse(LANGUAGES.get(0));
    }

    /** For the page's {@code lang}. */
    public String getLanguage() {
        return locale().getLanguage();
    }

    @Override
    public String get(Object key) {
        try {
            return bundle().getString((String) key);
        } catch (MissingResourceException e) {
            // Seen at once by whoever looks at the page, and by the test that compares the pages with the bundle.
            return "??" + key + "??";
        }
    }

    /** With {@code {0}} and so on filled in. */
    public String format(String key, Object... values) {
        return new MessageFormat(get(key), locale()).format(values);
    }

    private ResourceBundle bundle() {
        if (bundle == null) {
            bundle = of(locale());
        }
        return bundle;
    }

    static ResourceBundle of(Locale locale) {
        return ResourceBundle.getBundle(
                BUNDLE,
                locale,
                Texts.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    @Override
    public boolean containsKey(Object key) {
        return bundle().containsKey((String) key);
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        throw new UnsupportedOperationException("Texts are looked up by their keys");
    }
}
