"""What a person does with the program, one file per verb."""
