package extract

// dialogue reads interviews and transcripts: lines that begin with a name and a
// colon. TODO
func (d *doc) dialogue(p *paragraph) ([]*found, bool) { return nil, false }
