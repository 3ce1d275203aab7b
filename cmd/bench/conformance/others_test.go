package conformance

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// googleapis is the version of Google's JavaScript client.
const googleapis = "@googleapis/factchecktools@9.0.0"

// runIn runs a program of others in a folder.
func runIn(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", filepath.Base(name), err, out)
	}
	if len(out) > 0 {
		t.Logf("%s", out)
	}
}

// copied puts a file of this folder beside what was installed for it.
func copied(t *testing.T, name, dir string) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestGooglesJavaScriptClientWorksUnchanged(t *testing.T) {
	dir := t.TempDir()
	runIn(t, dir, "npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", dir, googleapis)
	copied(t, "client.mjs", dir)
	runIn(t, dir, "node", "client.mjs", desk(t))
}

// What can be taken away is read back by Python and SQLite, and its
// descriptions are held against the standards by others' validators.
func TestTheDataIsWhatItsDescriptionsSay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	runIn(t, dir, "python3", "-m", "venv", "python")
	copied(t, "requirements.txt", dir)
	python := filepath.Join(dir, "python", "bin", "python")
	runIn(t, dir, python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", "requirements.txt")
	copied(t, "validate.py", dir)
	runIn(t, dir, python, "validate.py", desk(t), dir)
}
