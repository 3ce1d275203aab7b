package export

import "touchstone/claims"

// Rows of claims made into rows of a table. An error ends them.

// Records are the rows of claims.csv that claims make. scale gives the scale of
// a verdict.
func Records(rows Rows[claims.Claim], scale func(claims.ID) (claims.Scale, error)) Rows[claims.ClaimRecord] {
	return Flat(rows, func(c *claims.Claim) ([]claims.ClaimRecord, error) {
		var s claims.Scale
		if c.Verdict != nil {
			var err error
			if s, err = scale(c.Verdict.ScaleID); err != nil {
				return nil, err
			}
		}
		return []claims.ClaimRecord{Record(c, s)}, nil
	})
}

// Flat makes rows of each claim, one after another.
func Flat[T any](rows Rows[claims.Claim], of func(*claims.Claim) ([]T, error)) Rows[T] {
	return func(yield func(*T, error) bool) {
		for c, err := range rows {
			if err != nil {
				yield(nil, err)
				return
			}
			list, err := of(c)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range list {
				if !yield(&list[i], nil) {
					return
				}
			}
		}
	}
}
