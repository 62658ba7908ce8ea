package com.example.orders;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The orders' own REST API. */
@ApplicationPath("api")
public class OrdersApi extends Application {}
