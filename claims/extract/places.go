package extract

import (
	"strings"
	"sync"
)

// country is a state with the words that name it and stand for its government.
type country struct {
	name    string
	capital []string // a capital stands for the government: "Moscow said"
	people  []string // demonyms: "Russian"
}

// countryTable lists name : capitals and metonyms : demonyms, separated by |.
// Source: the United Nations list of member states, with the seats of
// government and the names under which news agencies write of them.
const countryTable = `Afghanistan:Kabul:Afghan|Albania:Tirana:Albanian|Algeria:Algiers:Algerian|Andorra::Andorran|Angola:Luanda:Angolan|Argentina:Buenos Aires:Argentine,Argentinian
Armenia:Yerevan:Armenian|Australia:Canberra:Australian|Austria:Vienna:Austrian|Azerbaijan:Baku:Azerbaijani,Azeri|Bahamas:Nassau:Bahamian|Bahrain:Manama:Bahraini|Bangladesh:Dhaka:Bangladeshi
Barbados:Bridgetown:Barbadian|Belarus:Minsk:Belarusian|Belgium:Brussels:Belgian|Belize:Belmopan:Belizean|Benin:Porto-Novo:Beninese|Bhutan:Thimphu:Bhutanese|Bolivia:La Paz:Bolivian
Bosnia and Herzegovina:Sarajevo:Bosnian|Botswana:Gaborone:Botswanan|Brazil:Brasilia:Brazilian|Brunei::Bruneian|Bulgaria:Sofia:Bulgarian|Burkina Faso:Ouagadougou:Burkinabe|Burundi:Gitega:Burundian
Cambodia:Phnom Penh:Cambodian|Cameroon:Yaounde,Yaoundé:Cameroonian|Canada:Ottawa:Canadian|Chad:N'Djamena:Chadian|Chile:Santiago:Chilean|China:Beijing:Chinese|Colombia:Bogota,Bogotá:Colombian
Congo:Kinshasa,Brazzaville:Congolese|Costa Rica:San José:Costa Rican|Croatia:Zagreb:Croatian|Cuba:Havana:Cuban|Cyprus:Nicosia:Cypriot|Czech Republic:Prague:Czech|Denmark:Copenhagen:Danish
Djibouti::Djiboutian|Dominican Republic:Santo Domingo:Dominican|Ecuador:Quito:Ecuadorian|Egypt:Cairo:Egyptian|El Salvador:San Salvador:Salvadoran|Eritrea:Asmara:Eritrean|Estonia:Tallinn:Estonian
Eswatini:Mbabane:Swazi|Ethiopia:Addis Ababa:Ethiopian|Fiji:Suva:Fijian|Finland:Helsinki:Finnish|France:Paris:French|Gabon:Libreville:Gabonese|Gambia:Banjul:Gambian|Georgia:Tbilisi:Georgian
Germany:Berlin:German|Ghana:Accra:Ghanaian|Greece:Athens:Greek|Guatemala:Guatemala City:Guatemalan|Guinea:Conakry:Guinean|Guyana:Georgetown:Guyanese|Haiti:Port-au-Prince:Haitian|Honduras:Tegucigalpa:Honduran
Hungary:Budapest:Hungarian|Iceland:Reykjavik:Icelandic|India:New Delhi,Delhi:Indian|Indonesia:Jakarta:Indonesian|Iran:Tehran:Iranian|Iraq:Baghdad:Iraqi|Ireland:Dublin:Irish|Israel:Jerusalem:Israeli
Italy:Rome:Italian|Ivory Coast:Yamoussoukro:Ivorian|Jamaica:Kingston:Jamaican|Japan:Tokyo:Japanese|Jordan:Amman:Jordanian|Kazakhstan:Astana:Kazakh|Kenya:Nairobi:Kenyan|Kosovo:Pristina:Kosovar
Kuwait::Kuwaiti|Kyrgyzstan:Bishkek:Kyrgyz|Laos:Vientiane:Laotian|Latvia:Riga:Latvian|Lebanon:Beirut:Lebanese|Lesotho:Maseru:Basotho|Liberia:Monrovia:Liberian|Libya:Tripoli:Libyan|Liechtenstein:Vaduz:Liechtensteiner
Lithuania:Vilnius:Lithuanian|Luxembourg::Luxembourgish|Madagascar:Antananarivo:Malagasy|Malawi:Lilongwe:Malawian|Malaysia:Kuala Lumpur,Putrajaya:Malaysian|Maldives:Malé:Maldivian|Mali:Bamako:Malian|Malta:Valletta:Maltese
Mauritania:Nouakchott:Mauritanian|Mauritius:Port Louis:Mauritian|Mexico:Mexico City:Mexican|Moldova:Chisinau,Chișinău:Moldovan|Monaco::Monegasque|Mongolia:Ulaanbaatar:Mongolian|Montenegro:Podgorica:Montenegrin
Morocco:Rabat:Moroccan|Mozambique:Maputo:Mozambican|Myanmar:Naypyidaw:Burmese|Namibia:Windhoek:Namibian|Nepal:Kathmandu:Nepalese,Nepali|Netherlands:The Hague:Dutch|New Zealand:Wellington:New Zealander
Nicaragua:Managua:Nicaraguan|Niger:Niamey:Nigerien|Nigeria:Abuja:Nigerian|North Korea:Pyongyang:North Korean|North Macedonia:Skopje:Macedonian|Norway:Oslo:Norwegian|Oman:Muscat:Omani|Pakistan:Islamabad:Pakistani
Panama::Panamanian|Papua New Guinea:Port Moresby:Papuan|Paraguay:Asunción,Asuncion:Paraguayan|Peru:Lima:Peruvian|Philippines:Manila:Philippine,Filipino|Poland:Warsaw:Polish|Portugal:Lisbon:Portuguese|Qatar:Doha:Qatari
Romania:Bucharest:Romanian|Russia:Moscow,Kremlin:Russian|Rwanda:Kigali:Rwandan|Samoa:Apia:Samoan|Saudi Arabia:Riyadh:Saudi|Senegal:Dakar:Senegalese|Serbia:Belgrade:Serbian|Sierra Leone:Freetown:Sierra Leonean
Singapore::Singaporean|Slovakia:Bratislava:Slovak|Slovenia:Ljubljana:Slovenian|Somalia:Mogadishu:Somali|South Africa:Pretoria:South African|South Korea:Seoul:South Korean|South Sudan:Juba:South Sudanese
Spain:Madrid:Spanish|Sri Lanka:Colombo:Sri Lankan|Sudan:Khartoum:Sudanese|Suriname:Paramaribo:Surinamese|Sweden:Stockholm:Swedish|Switzerland:Bern:Swiss|Syria:Damascus:Syrian|Taiwan:Taipei:Taiwanese
Tajikistan:Dushanbe:Tajik|Tanzania:Dodoma:Tanzanian|Thailand:Bangkok:Thai|Togo:Lomé,Lome:Togolese|Tonga:Nuku'alofa:Tongan|Trinidad and Tobago:Port of Spain:Trinidadian|Tunisia:Tunis:Tunisian|Turkey:Ankara:Turkish
Turkmenistan:Ashgabat:Turkmen|Uganda:Kampala:Ugandan|Ukraine:Kyiv,Kiev:Ukrainian|United Arab Emirates:Abu Dhabi:Emirati|United Kingdom:London,Whitehall,Downing Street:British|United States:Washington:American
Uruguay:Montevideo:Uruguayan|Uzbekistan:Tashkent:Uzbek|Vatican:Holy See:|Venezuela:Caracas:Venezuelan|Vietnam:Hanoi:Vietnamese|Yemen:Sanaa,Sana'a:Yemeni|Zambia:Lusaka:Zambian|Zimbabwe:Harare:Zimbabwean`

// gazetteer finds countries by words in lower case.
type gazetteer struct {
	byCapital map[string]*country
	byName    map[string]*country // with the common short forms
	byDemonym map[string]*country
}

var (
	places     = sync.OnceValue(indexPlaces)
	shortNames = map[string]string{"us": "United States", "u.s": "United States", "usa": "United States", "america": "United States", "uk": "United Kingdom", "u.k": "United Kingdom",
		"britain": "United Kingdom", "uae": "United Arab Emirates", "bosnia": "Bosnia and Herzegovina", "holland": "Netherlands", "burma": "Myanmar", "the netherlands": "Netherlands", "czechia": "Czech Republic"}
)

func indexPlaces() gazetteer {
	g := gazetteer{map[string]*country{}, map[string]*country{}, map[string]*country{}}
	for _, e := range strings.Split(strings.ReplaceAll(countryTable, "\n", "|"), "|") {
		f := strings.Split(e, ":")
		c := &country{name: f[0], capital: split(f[1]), people: split(f[2])}
		g.byName[strings.ToLower(c.name)] = c
		for _, k := range c.capital {
			g.byCapital[strings.ToLower(k)] = c
		}
		for _, p := range c.people {
			g.byDemonym[strings.ToLower(p)] = c
		}
	}
	for short, name := range shortNames {
		g.byName[short] = g.byName[strings.ToLower(name)]
	}
	return g
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// addPlaces puts the one-word names into the lexicon.
func addPlaces(m map[string]class) {
	g := places()
	for k := range g.byCapital {
		if !strings.Contains(k, " ") {
			m[k] |= placeWord
		}
	}
	for p := range g.byDemonym {
		m[p] |= demonym
	}
	for name := range g.byName {
		// “us” is a word first
		if _, short := shortNames[name]; !strings.Contains(name, " ") && !(short && len(name) < 3) {
			m[name] |= placeWord
		}
	}
}
