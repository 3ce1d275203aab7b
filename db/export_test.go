package db

import "context"

// Exec lets tests damage a database.
func Exec(d *DB, query string) error {
	_, err := d.writer.ExecContext(context.Background(), query)
	return err
}
