package com.example.orders;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** On the embedded database. */
class OrdersOnH2IT extends OrdersContract {

    @TempDir
    static Path folder;

    @Override
    Map<String, String> database() {
        return Map.of("ORDERS_DATABASE", "h2:async:" + folder.resolve("orders"));
    }
}
