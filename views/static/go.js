// Sends the one form of a page that a person would only click through.
document.querySelector('form[data-go]').submit()
