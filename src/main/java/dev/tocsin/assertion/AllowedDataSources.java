package dev.tocsin.assertion;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** The data sources that checks may use: Tocsin's own to see whether it answers, else those that the configuration lists. */
@ApplicationScoped
class AllowedDataSources {

    @Inject
    private Settings settings;

    /** @throws IllegalStateException if it is not allowed, or not there */
    DataSource find(String jndiName) {
        return jndiName.equals(Database.DATA_SOURCE) ? lookUp(jndiName) : forQueries(jndiName);
    }

    /** @throws IllegalStateException if the configuration does not list it, or it is not there */
    DataSource forQueries(String jndiName) {
        if (!settings.queryDataSources().contains(jndiName)) {
            throw new IllegalStateException("The data source \"" + jndiName
                    + "\" is not among those that checks may use: " + settings.queryDataSources()
                    + " (tocsin.query.data.sources)");
        }
        return lookUp(jndiName);
    }

    private static DataSource lookUp(String jndiName) {
        try {
            if (new InitialContext().lookup(jndiName) instanceof DataSource source) {
                return source;
            }
            throw new IllegalStateException("\"" + jndiName + "\" is not a data source");
        } catch (NamingException e) {
            throw new IllegalStateException("There is no data source \"" + jndiName + "\"", e);
        }
    }
}
