package dev.tocsin.container.host;

import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;

/** What the host brings its own tables up to date by; Tocsin has a class of that name, too. */
@Singleton
@Startup
public class Migrations {}
