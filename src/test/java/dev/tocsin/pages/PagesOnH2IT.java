package dev.tocsin.pages;

import dev.tocsin.harness.Server;

class PagesOnH2IT extends PagesContract {

    @Override
    Server.Start start() {
        return Server.onH2(Server.newFolder());
    }

    @Override
    boolean looksClosely() {
        return false;
    }

    /** As many as one may have on the embedded database; more take minutes to load. */
    @Override
    public int manyIssues() {
        return 200_000;
    }

    @Override
    public String numbers(int first, int last) {
        return "SYSTEM_RANGE(" + first + ", " + last + ") t(x)";
    }
}
