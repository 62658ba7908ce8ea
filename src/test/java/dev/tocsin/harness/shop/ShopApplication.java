package dev.tocsin.harness.shop;

import dev.tocsin.platform.Database;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/** For the tests to change what the checks find. */
@ApplicationPath("shop")
public class ShopApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(Sql.class);
    }

    /** Runs SQL where the application's records are. */
    @Path("")
    @RequestScoped
    public static class Sql {

        @Resource(lookup = Database.DATA_SOURCE)
        private DataSource source;

        @POST
        @Path("sql")
        public String run(String sql) throws SQLException {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                return Integer.toString(statement.executeUpdate(sql));
            }
        }

        @POST
        @Path("balanced")
        public void balanced(String balanced) {
            Shop.balanced(Boolean.parseBoolean(balanced));
        }
    }
}
