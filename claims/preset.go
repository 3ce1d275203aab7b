package claims

// Preset is a scale that a desk can choose.
type Preset struct {
	Key   string // in forms
	About string // for whom it is
	Scale Scale
}

// Presets are the scales to choose from. The labels of the second and third are
// those that readers know from PolitiFact (Truth-O-Meter) and Snopes; what they
// mean is said in our own words.
func Presets() []Preset {
	return []Preset{
		{"touchstone", "Six steps, with a step of its own for what is accurate and still misleads.", DefaultScale()},
		{"politifact", "The six steps of PolitiFact, for readers who know them.", politifact()},
		{"snopes", "The five steps of Snopes, and several verdicts beside them for what is not a matter of degree.", snopes()},
		{"three", "Three steps, for a desk that does not want to argue about shades.", threeSteps()},
	}
}

// PresetByKey finds a preset.
func PresetByKey(key string) (Preset, error) {
	for _, p := range Presets() {
		if p.Key == key {
			return p, nil
		}
	}
	return Preset{}, Invalid("preset", "choose one of the scales")
}

// step is a rating on a scale, aside one that stands off it.
func step(key, label, definition string, role int, value float64) Rating {
	return Rating{key, label, definition, role, &value}
}

func aside(key, label, definition string) Rating { return Rating{key, label, definition, 0, nil} }

// DefaultScale is the scale a new desk starts with.
func DefaultScale() Scale {
	return Scale{Name: "Touchstone six-step", Version: 1, Ratings: []Rating{
		step("true", "True", "Accurate, and nothing that matters is missing.", 1, 6),
		step("mostly_true", "Mostly true", "Accurate, but needs a clarification.", 2, 5),
		step("half_true", "Half true", "Partly accurate; leaves out what matters.", 3, 4),
		step("misleading", "Misleading", "Facts used so that a false impression is left.", 4, 3),
		step("mostly_false", "Mostly false", "A grain of truth; the main point is wrong.", 5, 2),
		step("false", "False", "Not accurate.", 6, 1),
		aside("unproven", "Unproven", "The evidence at hand does not settle it. Off the scale."),
	}}
}

func politifact() Scale {
	return Scale{Name: "Six steps after PolitiFact", Version: 1, Ratings: []Rating{
		step("true", "True", "It is right, and a reader who knows the whole story would not object.", 1, 6),
		step("mostly_true", "Mostly true", "It is right, and one more fact would help to understand it.", 2, 5),
		step("half_true", "Half true", "Part of it is right; what it passes over changes the picture.", 3, 4),
		step("mostly_false", "Mostly false", "Something in it is right, and what decides the matter is not.", 4, 3),
		step("false", "False", "It is wrong.", 5, 2),
		step("pants_on_fire", "Pants on fire", "It is wrong, and so far from the facts that it is absurd.", 6, 1),
	}}
}

func snopes() Scale {
	return Scale{Name: "Five steps after Snopes", Version: 1, Ratings: []Rating{
		step("true", "True", "The main points can be shown to be right.", 1, 5),
		step("mostly_true", "Mostly true", "The main points are right; a detail beside them is not.", 2, 4),
		step("mixture", "Mixture", "So much of it is right and so much wrong that neither word would do.", 3, 3),
		step("mostly_false", "Mostly false", "The main points are wrong; a detail beside them is right.", 5, 2),
		step("false", "False", "The main points can be shown to be wrong.", 6, 1),
		aside("unproven", "Unproven", "There is too little to decide it either way."),
		aside("outdated", "Outdated", "It was right once, and things have changed since."),
		aside("miscaptioned", "Miscaptioned", "Picture or film are real, and the words beside them are not theirs."),
		aside("misattributed", "Misattributed", "The words exist, and somebody else said them."),
		aside("satire", "Satire", "It was meant as a joke and passed on as news."),
	}}
}

func threeSteps() Scale {
	return Scale{Name: "Three steps", Version: 1, Ratings: []Rating{
		step("true", "True", "It is right in what matters.", 1, 3),
		step("partly_true", "Partly true", "It is right in one part and wrong or incomplete in another.", 3, 2),
		step("false", "False", "It is wrong in what matters.", 6, 1),
		aside("unproven", "Unproven", "The evidence at hand does not settle it."),
	}}
}
