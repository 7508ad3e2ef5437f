# A file a clause of the contract. These programs know the public header alone
# and link the shared library.
