"""What a learner did in a lesson: screens passed and questions answered."""
