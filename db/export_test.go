package db

import "context"

// Exec lets tests damage a database.
func Exec(d *DB, query string) error {
	_, err := d.writer.ExecContext(context.Background(), query)
	return err
}

// SetMaxHits lets a test look through fewer hits until the returned function is
// called.
func SetMaxHits(n int) (back func()) {
	was := maxHits
	maxHits = n
	return func() { maxHits = was }
}

// SetMaxCounted is the same for the hits that are counted to rank by them.
func SetMaxCounted(n int) (back func()) {
	was := maxCounted
	maxCounted = n
	return func() { maxCounted = was }
}

// Occupy takes every turn of those who search.
func Occupy(d *DB) (leave func()) {
	for range searchers {
		d.turns <- struct{}{}
	}
	return func() {
		for range searchers {
			<-d.turns
		}
	}
}

// Ahead reads numbers ahead.
var Ahead = ahead[int]
