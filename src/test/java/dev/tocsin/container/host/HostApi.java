package dev.tocsin.container.host;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Lists no classes, and so takes all that the server finds in the whole WAR. */
@ApplicationPath("api")
public class HostApi extends Application {}
