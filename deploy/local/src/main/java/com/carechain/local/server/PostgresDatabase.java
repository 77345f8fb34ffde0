package com.carechain.local.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;

/** The database {@code carechain} in a PostgreSQL that runs on this port. */
record PostgresDatabase(int port) {

    private static final String NAME = "carechain";
    /** The one that every PostgreSQL has. */
    private static final String FIRST = "postgres";

    String url() {
        return url(NAME);
    }

    /** Throws as long as the server does not take connections. */
    void ping() throws SQLException {
        connect(FIRST).close();
    }

    void makeOnce() throws SQLException {
        try (Connection connection = connect(FIRST);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select 1 from pg_database where datname = '" + NAME + "'")) {
            if (!found.next()) {
                statement.execute("create database " + NAME);
            }
        }
    }

    void install(String extension) throws SQLException {
        try (Connection connection = connect(NAME);
                Statement statement = connection.createStatement()) {
            statement.execute("create extension if not exists " + extension);
        }
    }

    /** Has the server make WAL segments until there are so many. A checkpoint makes those that were written to the next ones. */
    void makeSegments(int number) throws SQLException {
        try (Connection connection = connect(FIRST);
                Statement statement = connection.createStatement()) {
            int made = segments(statement);
            if (made >= number) {
                return;
            }
            for (; made < number; made++) {
                // A segment in which nothing is written is not left for the next one.
                statement.execute("select pg_logical_emit_message(false, 'carechain', 'next'); select pg_switch_wal()");
            }
            statement.execute("checkpoint");
        }
    }

    private static int segments(Statement statement) throws SQLException {
        try (ResultSet count = statement.executeQuery("select count(*) from pg_ls_waldir()")) {
            count.next();
            return count.getInt(1);
        }
    }

    private Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", PostgresServer.ACCOUNT);
        properties.setProperty("password", PostgresServer.ACCOUNT);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "20");
        // The driver itself, not DriverManager: that one looks at class loaders, which differ under test.
        Connection connection = new Driver().connect(url(database), properties);
        if (connection == null) {
            throw new SQLException("Not a PostgreSQL address: " + url(database));
        }
        return connection;
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
}
