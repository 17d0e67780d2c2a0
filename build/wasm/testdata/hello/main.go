// Command hello exercises the runtime's tables and the flow of control: it grows and scans
// stacks, recovers from panics, calls methods by reflection, and has loops of all kinds.
package main

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
)

type point struct{ x, y int }

func (p point) Sum() int { return p.x + p.y }

type summer interface{ Sum() int }

// deep keeps pointers in many frames while the collector runs.
func deep(n int) *[64]int {
	kept := &[64]int{n}
	if n > 0 {
		below := deep(n - 1)
		if n%500 == 0 {
			runtime.GC()
		}
		kept[1] = below[0] + below[1]
	}
	return kept
}

// try prints the value with which a function panics.
func try(name string, f func()) {
	defer func() { fmt.Println(name+":", recover()) }()
	f()
}

func main() {
	fmt.Println("deep:", deep(5000)[1])

	done := make(chan int)
	go func() { done <- deep(1000)[1] }()
	fmt.Println("goroutine:", <-done)

	var none []int
	try("index", func() { fmt.Println(none[len(none)]) })
	var nobody *point
	try("nil", func() { fmt.Println(nobody.x) })
	try("wrapper", func() { fmt.Println(summer(nobody).Sum()) })

	method := reflect.ValueOf(point{1, 2}).MethodByName("Sum").Interface().(func() int)
	runtime.GC()
	fmt.Println("method:", method())
	swap := reflect.MakeFunc(reflect.TypeFor[func(int, string) (string, int)](), func(in []reflect.Value) []reflect.Value {
		deep(1000)
		runtime.GC()
		return []reflect.Value{in[1], in[0]}
	}).Interface().(func(int, string) (string, int))
	fmt.Println(swap(7, strings.Repeat("go", 3)))

	numbers := make([]int, 200)
	for i := range numbers {
		numbers[i] = (i*7919 + 13) % 1009
	}
	fmt.Println("loops:", plain(numbers), nested(numbers), labels(numbers), jumps(40), suspended(numbers), text("naïve Ωmega"))
}

// plain has loops without calls: one that counts, one that ends in the middle, one that
// goes on early, and one that tests at its end.
func plain(numbers []int) (sum int) {
	for i := range numbers {
		sum += numbers[i]
	}
	for i := 0; ; i += 3 {
		if numbers[i] > 1000 {
			break
		}
		sum ^= numbers[i]
	}
	for i := len(numbers) - 1; i >= 0; i-- {
		if numbers[i]%3 == 0 {
			continue
		}
		sum += 5 * numbers[i] >> uint(numbers[i]%4)
	}
	for n := sum; ; {
		sum += n % 10
		if n /= 10; n == 0 {
			return sum
		}
	}
}

// nested sorts a copy, by insertion and with a search in an inner loop.
func nested(numbers []int) (sum int) {
	var sorted [64]int
	n := 0
	for _, v := range numbers[:len(sorted)] {
		at := 0
		for low, high := 0, n; low < high; {
			if middle := (low + high) / 2; sorted[middle] < v {
				low = middle + 1
				at = low
			} else {
				high = middle
				at = high
			}
		}
		for i := n; i > at; i-- {
			sorted[i] = sorted[i-1]
		}
		sorted[at] = v
		n++
	}
	for i, v := range sorted {
		sum = sum*31%1000003 + i*v
	}
	return sum
}

// labels leaves and continues outer loops.
func labels(numbers []int) (sum int) {
outer:
	for i, a := range numbers {
		for j, b := range numbers[i+1:] {
			switch {
			case a == b:
				continue outer
			case (a+b)%97 == 0:
				sum += j
				continue
			case a+b > 1990:
				break outer
			case j > 20:
				break
			default:
				for k := j; k > 0; k /= 2 {
					if k%5 == 4 {
						continue outer
					}
					sum += k & 1
				}
			}
		}
	}
	return sum
}

// jumps has a loop that is entered in two places.
func jumps(n int) (sum int) {
	i := 0
	if n%3 == 1 {
		goto second
	}
first:
	sum += 2 * i
	i++
second:
	sum += i * i
	if i++; i < n {
		if sum%2 == 0 {
			goto second
		}
		goto first
	}
	return sum
}

// suspended has loops in which the goroutine is suspended, and panics.
func suspended(numbers []int) (sum int) {
	results := make(chan int)
	go func() {
		for i, v := range numbers {
			for v > 900 {
				v /= 3
				if i%2 == 0 {
					runtime.Gosched()
				}
			}
			results <- v
		}
		close(results)
	}()
	for v := range results {
		func() {
			defer func() {
				if recover() != nil {
					sum--
				}
			}()
			for i := v - 5; i < v; i++ {
				sum += numbers[i]
			}
		}()
	}
	return sum
}

// text has loops over a text, a map and a function.
func text(s string) (sum int) {
	seen := map[rune]int{}
	for i, c := range s {
		seen[c] += i
	}
	for c, n := range seen {
		sum += int(c) * n
	}
	each := func(yield func(int) bool) {
		for i := range 10 {
			if !yield(i) {
				return
			}
		}
	}
	for i := range each {
		if i == 7 {
			break
		}
		sum += i
	}
	return sum
}
