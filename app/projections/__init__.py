"""What is read of complaints: each projection is a pure function of the state of one complaint."""
