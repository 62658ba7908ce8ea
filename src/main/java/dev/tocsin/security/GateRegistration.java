package dev.tocsin.security;

import dev.tocsin.platform.ConfiguredSettings;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.StartUp;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionTrackingMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Puts the {@link Gate} before everything that is Tocsin's. In the standalone server that is all there is, so
 * what the server says of itself is behind it too, and the sessions are ours to protect.
 */
public class GateRegistration implements ServletContainerInitializer {

    @Override
    public void onStartup(Set<Class<?>> none, ServletContext context) {
        StartUp.step("the configuration", () -> register(ConfiguredSettings.from(ConfigProvider.getConfig()), context));
    }

    private static void register(Settings settings, ServletContext context) {
        List<String> paths = new ArrayList<>(List.of(Pages.ROOT));
        if (settings.restEnabled()) {
            paths.add(settings.restPath());
        }
        if (StartUp.isStandalone()) {
            paths.addAll(List.of("/metrics", "/openapi", "/openapi-ui"));
            protectSessions(settings, context);
            if (settings.pagesEnabled()) {
                context.addServlet(FrontDoor.class.getName(), FrontDoor.class).addMapping("");
            }
        }
        if (settings.security() == Settings.Security.HOST) {
            context.declareRoles(
                    settings.adminRole(), settings.operatorRole(), settings.viewerRole(), settings.reporterRole());
        }
        FilterRegistration.Dynamic gate = context.addFilter(Gate.class.getName(), Gate.class);
        gate.setAsyncSupported(true);
        gate.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.FORWARD),
                false,
                paths.stream().map(path -> path + "/*").toArray(String[]::new));
    }

    private static void protectSessions(Settings settings, ServletContext context) {
        context.setSessionTrackingModes(EnumSet.of(SessionTrackingMode.COOKIE));
        context.getSessionCookieConfig().setHttpOnly(true);
        context.getSessionCookieConfig()
                .setSecure("https".equals(settings.baseUrl().getScheme()));
        context.getSessionCookieConfig().setAttribute("SameSite", "Lax");
    }
}
