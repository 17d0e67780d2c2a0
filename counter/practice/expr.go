package practice

import (
	"strings"

	"unetparams/counter"
	"unetparams/counter/number"
)

// An Expr is what a learner has typed: a number, or a formula that gives one.
type Expr struct {
	Value int64 // of all of it; of "3*3 = 9", the 9

	// A number in a unit, such as 1.8万, is rounded: it means every value from Lo
	// to Hi. Otherwise both are Value. Digits is how many digits were written then.
	Lo, Hi int64
	Digits int

	// Terms are the products of the formula, in the order in which they are
	// written; one term of one factor for a number alone. Written is the value of
	// the formula before a sign of equality, and else Value.
	Terms   []Product
	Written int64
}

// A Product is one summand of a formula.
type Product struct {
	Minus   bool // it is subtracted
	Factors []int64
}

// IsFormula reports whether more was written than a number.
func (e *Expr) IsFormula() bool {
	return len(e.Terms) > 1 || len(e.Terms) == 1 && (len(e.Terms[0].Factors) > 1 || e.Terms[0].Minus)
}

// A Misread is why a text can't be read. It implements error.
type Misread int

// The problems of a text.
const (
	Empty      Misread = iota + 1 // nothing is written
	TooLong                       // more than 600 bytes
	TooDeep                       // parentheses in parentheses, more than 16 times
	Letters                       // symbols, where numbers are asked for
	NoOperator                    // two numbers beside each other
	NoOperand                     // an operator without a number
	Unbalanced                    // a parenthesis without the other
	Fraction                      // a part of a parameter, such as 0.5 or 3/2
	Negative                      // less than nothing
	TooLarge                      // more than 10¹⁸
	NoNumber                      // digits that are no number, such as 1,23,4
)

var misreads = [...]string{
	Empty: "empty", TooLong: "too long", TooDeep: "too many parentheses", Letters: "letters", NoOperator: "an operator is missing",
	NoOperand: "a number is missing", Unbalanced: "a parenthesis is missing", Fraction: "not a whole number", Negative: "negative",
	TooLarge: "too large", NoNumber: "not a number",
}

// Error implements error, in English.
func (m Misread) Error() string { return "practice: " + misreads[m] }

const (
	maxText   = 600 // bytes of an answer
	maxDepth  = 16
	maxValue  = 1e18
	maxFactor = 256 // factors of an answer, powers written out
)

// frills may stand around an answer.
var (
	before = []string{"about", "approx.", "approx", "ca.", "~", "≈", "约", "約", "大约", "="}
	after  = []string{"trainable parameters", "parameters", "params", "个可训练参数", "个参数", "参数", "个", ".", ",", ";", "=", "="}
)

// operators are other ways to write those of the grammar. "×" in the middle of
// digits is often the letter x.
var operators = strings.NewReplacer("**", "^", "×", "*", "·", "*", "⋅", "*", "•", "*", "∗", "*", "∙", "*", "・", "*", "x", "*",
	"−", "-", "–", "-", "÷", "/", "²", "^2", "³", "^3", "[", "(", "]", ")", "{", "(", "}", ")", "【", "(", "】", ")", "＝", "=")

// Parse reads an answer: numbers as package number reads them (18,496, 18 496,
// 1.8万, full-width digits), joined by +, -, *, ×, ·, / and powers, with
// parentheses. After a sign of equality stands what the learner makes of it. The
// error is a [Misread].
func Parse(text string) (*Expr, error) {
	if len(text) > maxText {
		return nil, TooLong
	}
	s := strings.ToLower(strings.Map(number.HalfWidth, text))
	s = operators.Replace(strip(s))
	if s == "" {
		return nil, Empty
	}
	left, right, equal := strings.Cut(s, "=")
	e, err := parseSide(left)
	if err != nil || !equal {
		return e, err
	}
	for equal { // 3*3*32 = 9*32 = 288: the last side is the answer
		left, right, equal = strings.Cut(right, "=")
	}
	last, err := parseSide(left)
	if err != nil {
		return nil, err
	}
	if !e.IsFormula() && last.IsFormula() {
		e, last = last, e // 288 = 3*3*32
	}
	e.Written = e.Value
	e.Value, e.Lo, e.Hi, e.Digits = last.Value, last.Lo, last.Hi, last.Digits
	return e, nil
}

// strip cuts spaces and frills off the ends of a text.
func strip(s string) string {
	for {
		was := s
		s = strings.TrimSpace(s)
		for _, f := range before {
			s = strings.TrimPrefix(s, f)
		}
		for _, f := range after {
			s = strings.TrimSuffix(s, f)
		}
		if s == was {
			return s
		}
	}
}

func parseSide(s string) (*Expr, error) {
	p := parser{s: s}
	terms, err := p.sum(0)
	if err == nil && p.i < len(p.s) {
		err = p.unexpected()
	}
	if err != nil {
		return nil, err
	}
	e := &Expr{Terms: terms}
	if e.Value, err = value(terms); err != nil {
		return nil, err
	}
	if e.Value < 0 {
		return nil, Negative
	}
	e.Written, e.Lo, e.Hi = e.Value, e.Value, e.Value
	if n := p.last; p.numbers == 1 && !e.IsFormula() && !n.Exact() && n.Value == e.Value {
		e.Lo, e.Hi = n.Lo, n.Hi
		for q := n.Value / max(n.Quantum, 1); q > 0; q /= 10 {
			e.Digits++
		}
	}
	return e, nil
}

// A parser reads one side. Its grammar:
//
//	sum     = ["-"] product { ("+" | "-") product }
//	product = power { "*" power | "/" power }
//	power   = operand [ "^" operand ]
//	operand = number | "(" sum ")"
type parser struct {
	s       string
	i       int
	numbers int
	factors int
	last    number.Number
}

// next returns the next byte that is no space, or 0.
func (p *parser) next() byte {
	for p.i < len(p.s) && p.s[p.i] == ' ' {
		p.i++
	}
	if p.i == len(p.s) {
		return 0
	}
	return p.s[p.i]
}

// unexpected says what is wrong with what stands where nothing more may stand.
func (p *parser) unexpected() error {
	switch c := p.next(); {
	case c == ')':
		return Unbalanced
	case c >= '0' && c <= '9', c == '(', c == '.', c == ',':
		return NoOperator
	}
	return Letters
}

func (p *parser) sum(depth int) ([]Product, error) {
	if depth > maxDepth {
		return nil, TooDeep
	}
	var terms []Product
	minus := false
	if c := p.next(); c == '-' || c == '+' {
		minus = c == '-'
		p.i++
	}
	for {
		factors, err := p.product(depth)
		if err != nil {
			return nil, err
		}
		terms = append(terms, Product{minus, factors})
		c := p.next()
		if c != '+' && c != '-' {
			return terms, nil
		}
		minus = c == '-'
		p.i++
	}
}

func (p *parser) product(depth int) ([]int64, error) {
	factors, err := p.power(depth)
	if err != nil {
		return nil, err
	}
	for {
		c := p.next()
		if c != '*' && c != '/' {
			return factors, nil
		}
		p.i++
		more, err := p.power(depth)
		if err != nil {
			return nil, err
		}
		if c == '*' {
			factors = append(factors, more...)
		} else if factors, err = divide(factors, more); err != nil {
			return nil, err
		}
		if p.factors++; p.factors > maxFactor || len(factors) > maxFactor {
			return nil, TooLong
		}
	}
}

// power reads an operand with its exponent, as factors.
func (p *parser) power(depth int) ([]int64, error) {
	base, err := p.operand(depth)
	if err != nil || p.next() != '^' {
		return base, err
	}
	p.i++
	exponent, err := p.operand(depth)
	if err != nil {
		return nil, err
	}
	n, err := times(exponent)
	if err != nil {
		return nil, err
	}
	switch {
	case n < 0:
		return nil, Fraction
	case n > 62 || int(n)*len(base) > maxFactor:
		return nil, TooLarge
	case n == 0:
		return []int64{1}, nil
	}
	var factors []int64
	for range n {
		factors = append(factors, base...)
	}
	return factors, nil
}

// operand reads a number or what stands in parentheses; a product in parentheses
// is as many factors.
func (p *parser) operand(depth int) ([]int64, error) {
	switch c := p.next(); {
	case c == '(':
		p.i++
		terms, err := p.sum(depth + 1)
		if err != nil {
			return nil, err
		}
		if p.next() != ')' {
			if p.i < len(p.s) {
				return nil, p.unexpected()
			}
			return nil, Unbalanced
		}
		p.i++
		if len(terms) == 1 && !terms[0].Minus {
			return terms[0].Factors, nil
		}
		n, err := value(terms)
		return []int64{n}, err
	case c == ')' || c == '*' || c == '/' || c == '^' || c == '+' || c == '-' || c == 0:
		return nil, NoOperand
	}
	n, length, err := number.Scan(p.s[p.i:])
	switch {
	case err == number.Fraction:
		return nil, Fraction
	case err == number.TooLarge:
		return nil, TooLarge
	case length == 0:
		return nil, Letters
	case err != nil:
		return nil, NoNumber
	case n.Unit != number.Count:
		return nil, Letters
	}
	p.i += length
	p.numbers++
	p.last = n
	return []int64{n.Value}, nil
}

// divide returns factors whose product is the quotient, which must be whole. The
// division is done in the last factor that it leaves whole: 3*3*(32/4)*64.
func divide(factors, by []int64) ([]int64, error) {
	d, err := times(by)
	if err != nil {
		return nil, err
	}
	if d == 0 {
		return nil, Fraction
	}
	for i := len(factors) - 1; i >= 0; i-- {
		if factors[i]%d == 0 {
			factors[i] /= d
			return factors, nil
		}
	}
	n, err := times(factors)
	if err != nil {
		return nil, err
	}
	if n%d != 0 {
		return nil, Fraction
	}
	return []int64{n / d}, nil
}

// times returns the product of factors, which may be negative.
func times(factors []int64) (int64, error) {
	n, minus := int64(1), false
	for _, f := range factors {
		if f < 0 {
			f, minus = -f, !minus
		}
		var ok bool
		if n, ok = counter.Mul(n, f); !ok || n > maxValue {
			return 0, TooLarge
		}
	}
	if minus {
		n = -n
	}
	return n, nil
}

// value returns the sum of products.
func value(terms []Product) (int64, error) {
	sum := int64(0)
	for _, t := range terms {
		n, err := times(t.Factors)
		if err != nil {
			return 0, err
		}
		if t.Minus {
			n = -n
		}
		if sum += n; sum > maxValue || sum < -maxValue { // each is at most 10¹⁸, so this can't wrap
			return 0, TooLarge
		}
	}
	return sum, nil
}
