package shell

// The tree of a script.

// list is commands one after the other.
type list []andOr

// andOr is pipelines joined by && and ||.
type andOr struct {
	first      pipeline
	rest       []joined
	background bool // ended by &
}

type joined struct {
	or   bool
	next pipeline
}

// pipeline is commands joined by |.
type pipeline struct {
	negate bool
	stages []command
}

// command is a simple command, or a group when group is set.
type command struct {
	assign  []assignment
	words   []word
	group   list
	sub     bool // ( ) rather than { }
	isGroup bool
	redirs  []redirect
}

type assignment struct {
	name  string
	value word
}

// redirect is one of < > >> and their forms with file descriptors.
type redirect struct {
	fd     int // 0, 1, 2; -1: both 1 and 2
	op     string
	target word // a file, or the digit after & for "<&" and ">&"
}

// word is what the splitter leaves of one word: parts that expand on their own.
type word []part

type part struct {
	kind   partKind
	text   string // literal text, or a variable's name
	sub    list   // of a command substitution
	quoted bool   // neither split nor matched against file names
}

type partKind uint8

const (
	literal partKind = iota
	variable
	substitution
)
