package desk

// Answer is what the system says to a question; many systems do not say.
type Answer int

// The answers.
const (
	Unknown Answer = iota
	Yes
	No
)
