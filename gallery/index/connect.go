package index

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// connector makes connections to one file with one set of pragmas, without
// anything registered for the whole program.
type connector struct {
	driver sqlite3.SQLiteDriver
	dsn    string
	check  func() error
}

// connect returns a pool of connections to the database at path ("" for a private
// one that ends with its connection). Pragmas run on every new connection, which
// is used if check then returns nil.
func connect(path string, query url.Values, check func() error, pragmas ...string) *sql.DB {
	c := &connector{dsn: address(path, query), check: check}
	c.driver.ConnectHook = func(conn *sqlite3.SQLiteConn) error {
		for _, p := range pragmas {
			if _, err := conn.Exec("PRAGMA "+p, nil); err != nil {
				return err
			}
		}
		return nil
	}
	return sql.OpenDB(c)
}

// Connect implements driver.Connector.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	conn, err := c.driver.Open(c.dsn)
	if gone := c.check(); gone != nil {
		if err == nil {
			err = conn.Close()
		}
		return nil, errors.Join(gone, err)
	}
	return conn, err
}

// Driver implements driver.Connector.
func (c *connector) Driver() driver.Driver { return &c.driver }

// address returns the URI of a database file. A plain path would not do: the
// driver takes what follows a question mark for options.
func address(path string, query url.Values) string {
	// Connections are never shared between goroutines, database/sql sees to that,
	// so SQLite need not lock its own; the statement cache saves parsing.
	q := url.Values{"_mutex": {"no"}, "_stmt_cache_size": {"32"}}
	for k, v := range query {
		q[k] = v
	}
	if path == "" {
		return "file:?" + q.Encode()
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/Users: SQLite wants file:///C:/Users
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}
