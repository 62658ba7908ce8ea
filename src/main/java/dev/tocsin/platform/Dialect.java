package dev.tocsin.platform;

/** Where the databases differ. */
public enum Dialect {
    H2 {
        @Override
        public String returning(String change, String columns) {
            return "SELECT " + columns + " FROM FINAL TABLE (" + change + ")";
        }

        @Override
        public String againstDeletion() {
            return "FOR UPDATE";
        }

        @Override
        public String forShare() {
            return "FOR UPDATE";
        }

        @Override
        public String orNothing() {
            return "";
        }
    },

    POSTGRESQL {
        @Override
        public String againstDeletion() {
            return "FOR KEY SHARE";
        }

        @Override
        public String returning(String change, String columns) {
            return change + " RETURNING " + columns;
        }

        @Override
        public String forShare() {
            return "FOR SHARE";
        }

        /** A failed insert would end the whole transaction, so it must not fail. */
        @Override
        public String orNothing() {
            return " ON CONFLICT DO NOTHING";
        }
    };

    /**
     * Takes rows for this transaction, and leaves those that another has. On H2 not together with a limit, which it applies
     * before it skips: a second reader would get nothing at all.
     */
    public static final String SKIP_LOCKED = "FOR UPDATE SKIP LOCKED";

    /** After {@link #forShare()}: leaves those that another has. */
    public static final String UNLESS_LOCKED = " SKIP LOCKED";

    /** A change that answers with the rows it made. */
    public abstract String returning(String change, String columns);

    /** Holds rows against being deleted until the transaction ends, others may do so too, and at least on PostgreSQL change them. */
    public abstract String againstDeletion();

    /** Holds rows against changes until the transaction ends, others may do so too. */
    public abstract String forShare();

    /** What makes an insert do nothing where a unique key is taken; where it is empty, the insert fails. */
    public abstract String orNothing();

    static Dialect of(String product) {
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            default ->
                throw new IllegalStateException("Tocsin runs on PostgreSQL and H2; its data source "
                        + Database.DATA_SOURCE + " is a " + product);
        };
    }
}
