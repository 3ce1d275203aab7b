package extract

import (
	"maps"
	"strings"
)

// Common given names by the gender they are mostly given to: enough to choose
// between two people for “he” or “she”, never stored with a person. Source:
// the most frequent names of birth statistics in English-speaking countries,
// with common names of other languages in Latin spelling.
const (
	womensNames = `mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle carol amanda dorothy melissa
	deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet catherine maria
	heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances
	kathryn janice jean abigail alice julia judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori
	hillary ivanka melania michele carly nikki kellyanne huma elena olga natalia irina svetlana tatiana ursula angela sanna jacinda theresa priya aisha fatima amina leila layla zainab mariam
	rita farida imogen marlene gwendolyn lesley carla dana saskia ama ingrid astrid freya sofia lucia carmen rosa ana paula beatriz camila valentina gabriela mei yuki sakura
	anastasia ekaterina yulia oksana zuzana katarina agnieszka magdalena monika chiara giulia francesca claire camille sophie juliette amelie brigitte nadia yasmin noor sana hina
	kamala nancy meghan kate jane lucy molly eleanor harriet florence phoebe georgia zoe chloe ella mia ava lily nora stella hazel violet ivy rose iris erin caitlin siobhan aoife niamh
	sylvia yvonne wendy tracy tina tanya sheila sally robin rhonda renee peggy penny paige naomi monica miriam mandy lynn louise loretta leslie kristen kristin kirsten kim kerry kathy
	joanna joanne jill jenny jeanne irene holly gail erica elaine eileen edith dawn dolores debbie darlene connie colleen claudia christie cathy cassandra caroline bonnie beth annie
	anne anita angelina alison alexandra adriana ruth jasmine jade ines hilda greta gisela gertrude esther erika elsa`
	mensNames = `james robert john michael david william richard joseph thomas christopher charles daniel matthew anthony mark donald steven andrew paul joshua kenneth kevin brian george timothy
	ronald jason edward jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory alexander patrick frank raymond jack dennis jerry tyler
	aaron jose adam nathan henry zachary douglas peter kyle noah ethan jeremy walter christian keith roger terry austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan
	billy bruce gabriel joe logan alan juan albert willie elijah wayne randy vincent mason roy ralph bobby russell bradley philip eugene barack bernie jeb ted marco rand mike tim ben
	vladimir sergei dmitry boris alexei ivan mikhail nikolai yuri igor oleg viktor volodymyr petro jens lars erik sven olaf anders emmanuel francois nicolas jean pierre jacques louis
	hans klaus wolfgang jurgen helmut olaf friedrich otto karl giuseppe silvio matteo mario luigi giovanni pedro carlos luis miguel jorge javier rafael fernando diego manuel antonio
	mohammed muhammad ahmed ali hassan hussein omar khalid abdul ibrahim mustafa yusuf tariq imran narendra rajiv ravi sanjay amit rahul arun vijay anil hugh nigel colin graham ian
	alistair angus duncan callum ewan gareth owen rhys dylan niall liam conor declan seamus patrick brendan con leonard harold augusto idris bernard
	 kofi kwame chinedu emeka tunde wei jun hiroshi kenji takeshi kim jin sung min shinzo xi benedict francis pius martin rick chris bob bill jim tom tony steve dave
	dan doug ed fred greg jeff jon ken kurt larry lee leo lou luke max neil nick oliver oscar pat pete phil ray rob rod ron sam sid simon stan stuart ted theo todd tommy trevor troy
	vince wade warren wes will zach craig curtis clarence chad cody corey dale darren dean derek dominic don donnie drew duane dustin earl eddie edgar edwin elliott ernest evan felix
	floyd franklin gavin gene gilbert glen glenn gordon grant guy harry harvey hector herbert herman howard hugo ira isaac ivan jackie jay jared jerome jimmy joel johnny julian julio
	karl kirk lance leon leroy leslie lester lewis lloyd lonnie luther lyle marcus marshall marvin maurice melvin micah mitch mitchell morris morton murray nathaniel ned nelson newt
	norman otis paul percy perry preston quentin ramon randall reginald rex ricardo roberto rodney roland ross rudolph rudy ruben salvador saul seth shane shawn spencer stanley sylvester
	terrence tyrone victor virgil wallace wesley wilfred winston`
)

var womens, mens = set(womensNames), set(mensNames)

func givenNames() map[string]bool {
	m := maps.Clone(womens.all())
	for w := range mens.all() {
		m[w] = true
	}
	for _, w := range strings.Fields("christian grace rose hope will may mark grant guy dean chase dale penny ivy dawn joy faith june april august max bill rob lance drew hazel violet jordan georgia virginia chad iris holly jade") {
		delete(m, w) // words first
	}
	return m
}
