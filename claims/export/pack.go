package export

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"touchstone/claims"
)

// Table is one of the exports, as the dictionary shows it.
type Table struct {
	Name   string // of its file, without the ending
	Title  string
	Doc    string
	Key    []string // the columns that together name a row; none where rows may repeat
	Fields []Field
}

// Tables are all exports in the order of the dictionary.
var Tables = []Table{
	{"claims", "Claims", "One row for each check.", []string{"claim_id"}, Fields(ClaimColumns)},
	{"sources", "Sources", "One row for each source of each claim.", []string{"claim_id", "source_number"}, Fields(SourceColumns)},
	{"appearances", "Appearances", "One row for each article in which a claim was made.", []string{"appearance_id"}, Fields(AppearanceColumns)},
	{"corrections", "Corrections", "One row for each public note on a published check.", []string{"correction_id"}, Fields(CorrectionColumns)},
	{"status-history", "Status history", "One row for each public step of a check.", nil, Fields(StatusColumns)},
}

// Part is a table as it was written into an archive.
type Part struct {
	Table  Table
	Rows   int
	Bytes  int64
	SHA256 string
}

// DataPackage describes the tables of an archive (Frictionless Data Package
// 2.0), as datapackage.json.
func DataPackage(parts []Part, s claims.Settings, homepage string, at time.Time) ([]byte, error) {
	type object = map[string]any
	resources := make([]object, len(parts))
	for i, p := range parts {
		fields := make([]object, 0, len(p.Table.Fields))
		for _, f := range p.Table.Fields {
			if !f.Desk {
				fields = append(fields, object{"name": f.Name, "type": frictionless(f.Type), "description": describe(f)})
			}
		}
		schema := object{"fields": fields, "missingValues": []string{""}}
		if p.Table.Key != nil {
			schema["primaryKey"] = p.Table.Key
		}
		if p.Table.Name != "claims" {
			schema["foreignKeys"] = []object{{"fields": []string{"claim_id"}, "reference": object{"resource": "claims", "fields": []string{"claim_id"}}}}
		}
		resources[i] = object{
			"name": p.Table.Name, "title": p.Table.Title, "description": p.Table.Doc, "path": p.Table.Name + ".csv", "type": "table", "format": "csv",
			"mediatype": "text/csv", "encoding": "utf-8", "bytes": p.Bytes, "hash": "sha256:" + p.SHA256, "rows": p.Rows,
			"dialect": object{"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": `"`, "doubleQuote": true, "header": true}, "schema": schema,
		}
	}
	pack := object{
		"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "fact-checks", "title": "Fact checks by " + s.Organisation,
		"created": instant(at), "resources": resources, "contributors": []object{{"title": s.Organisation, "roles": []string{"publisher"}}},
	}
	if homepage != "" {
		pack["homepage"] = homepage
	}
	if s.Licence != "" {
		pack["licenses"] = []object{{"path": s.Licence}}
	}
	return pretty(pack)
}

// CSVW describes one table in the terms of the W3C (CSV on the Web), as
// claims.csv-metadata.json beside claims.csv.
func CSVW(t Table, s claims.Settings) ([]byte, error) {
	type object = map[string]any
	var cols []object
	for _, f := range t.Fields {
		if f.Desk {
			continue
		}
		c := object{"name": f.Name, "titles": f.Name, "dc:description": describe(f), "datatype": csvw(f.Type)}
		if f.Type == List {
			c["separator"] = "|"
		}
		cols = append(cols, c)
	}
	schema := object{"columns": cols}
	if t.Key != nil {
		schema["primaryKey"] = t.Key
	}
	m := object{
		"@context": []any{"http://www.w3.org/ns/csvw", object{"@language": "en"}}, "url": t.Name + ".csv", "dc:title": t.Title, "dc:description": t.Doc,
		"dc:publisher": s.Organisation, "tableSchema": schema,
		"dialect": object{"encoding": "utf-8", "lineTerminators": []string{"\r\n"}, "header": true, "doubleQuote": true},
	}
	if s.Licence != "" {
		m["dc:license"] = object{"@id": s.Licence}
	}
	return pretty(m)
}

func describe(f Field) string {
	if f.Type == List {
		return strings.TrimSuffix(f.Doc, ".") + `; items are joined by "|", a "|" inside an item is written \|.`
	}
	return f.Doc
}

func frictionless(t string) string {
	if t == List {
		return String
	}
	return t
}

func csvw(t string) string {
	switch t {
	case List:
		return "string"
	case DateTime:
		return "dateTime"
	case Number:
		return "number"
	}
	return t
}

func pretty(v any) ([]byte, error) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("describe the tables: %w", err)
	}
	return append(b, '\n'), nil
}
