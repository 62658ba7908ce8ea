package dev.tocsin.pages;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.MailServer;

/** What the tours of the pages share: one server, and a browser for each of its users. */
interface Site {

    /** As an admin. */
    Api api();

    /** That the server sends to; it is down until a tour starts it. */
    MailServer mail();

    /** One who may read, and nothing else. */
    Browser viewer();

    Browser operator();

    Browser admin();

    /** One who has not signed in yet; to be closed by whoever asked for it. */
    Browser stranger(String language);
}
